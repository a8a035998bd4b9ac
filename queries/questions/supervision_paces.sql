-- What has each unit reported of what it has to reach by a day?
-- Grain: one row per target of a unit for a running total that should rise, and report: its last four by `day`, latest
-- first (report_no from 1); one row with null value where nothing was reported. begins_on: the campaign's first day.
-- next_on: the last day of the period after the report. Parameters: known_on, today (null = the day of that event).
with goal as (
    select
        target.target_id,
        unit.unit_id,
        unit.sort as unit_sort,
        metric.metric_id,
        metric.name as metric_name,
        metric.name_en as metric_name_en,
        metric.uom,
        metric.row_no as metric_sort,
        metric.frequency,
        coalesce(target.variant, '') as variant,
        target.value::double as target_value,
        target.due,
        target.coverage,
    from target_at($known_on) as target
    join metric_at($known_on) as metric
        on metric.metric_id = target.subject_code
        and metric.kind = 'cumulative'
        and metric.direction = 'up'
    join unit_at($known_on) as unit
        on unit.unit_id = target.unit_id
        and unit.active
    where target.kind = 'target'
        and target.subject = 'metric'
        and target.op = 'ge'
),

report as (
    select
        *,
        row_number() over (partition by unit_id, metric_id, variant order by as_of desc) as report_no,
    from observation_at($known_on)
    where as_of <= day_at($known_on, $today::date)
    qualify report_no <= 4
)

select
    goal.target_id,
    goal.unit_id,
    goal.metric_id,
    goal.metric_name,
    goal.metric_name_en,
    goal.uom,
    goal.target_value,
    goal.due,
    (select min(started_on) from campaign_at($known_on)) as begins_on,
    report.report_no,
    report.as_of,
    report.value::double as value,
    case when report.qualifier in ('exact', 'at_least') then report.value::double else 0 end as lower,
    case when report.qualifier in ('exact', 'under') then report.value::double else 'inf'::double end as upper,
    case goal.frequency
        when 'week' then report.as_of + 7
        when 'halfmonth' then report.as_of + 16
        when 'quarter' then last_day(report.as_of + interval 3 month)
        else last_day(report.as_of + interval 1 month)
    end as next_on,
    day_at($known_on, $today::date) as day,
from goal
left join report
    on report.unit_id = goal.unit_id
    and report.metric_id = goal.metric_id
    and report.variant = goal.variant
    and report.coverage is not distinct from coalesce(goal.coverage, report.coverage)
order by goal.unit_sort, goal.metric_sort, goal.variant, report.report_no;
