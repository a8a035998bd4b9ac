-- What has each unit reported of what it has to reach by a day?
-- Grain: one row per target of a unit for a running total that should rise, and report: its last four by `day`, latest
-- first (report_no from 1); one row with null value where nothing was reported. A target for all units counts for those
-- that report. starts_on: the campaign's first day. is_redefined: since then the metric got another definition. next_on:
-- the last day of the period after the report.
-- Parameters: known_on, today (null = the day of that event).
with report as (
    select
        *,
        row_number() over (partition by unit_id, metric_id, variant order by as_of desc) as report_no,
    from observation_at($known_on)
    where as_of <= day_at($known_on, $today::date)
    qualify report_no <= 4
)

select
    aim.target_id,
    aim.unit_id,
    aim.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    aim.value as aim,
    aim.due,
    aim.step_days,
    aim.step_values,
    (select min(started_on) from campaign_at($known_on)) as starts_on,
    exists (
        from redefined_at($known_on) as redefined
        where redefined.metric_id = aim.metric_id
            and redefined.changed_on <= report.as_of
            and redefined.changed_on > (select min(started_on) from campaign_at($known_on))
    ) as is_redefined,
    report.report_no,
    report.as_of,
    report.value::double as value,
    case when report.qualifier in ('exact', 'at_least') then report.value::double else 0 end as lower,
    case when report.qualifier in ('exact', 'under') then report.value::double else 'inf'::double end as upper,
    case metric.frequency
        when 'week' then report.as_of + 7
        when 'halfmonth' then report.as_of + 16
        when 'quarter' then last_day(report.as_of + interval 3 month)
        else last_day(report.as_of + interval 1 month)
    end as next_on,
    day_at($known_on, $today::date) as day,
from aim_at($known_on) as aim
join metric_at($known_on) as metric
    on metric.metric_id = aim.metric_id
    and metric.kind = 'cumulative'
    and metric.direction = 'up'
join unit_at($known_on) as unit using (unit_id)
left join report
    on report.unit_id = aim.unit_id
    and report.metric_id = aim.metric_id
    and report.variant = aim.variant
    and report.coverage is not distinct from coalesce(aim.coverage, report.coverage)
where not aim.is_for_all
    or report.unit_id is not null
order by unit.sort, metric.row_no, aim.variant, report.report_no;
