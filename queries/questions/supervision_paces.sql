-- What has each unit reported of what it has to reach by a day?
-- Grain: one row per target of a unit for a running total that should rise, and report: its last four by `day`, latest
-- first (report_no from 1); one row with null value where nothing was reported. A target for all units counts for those
-- that report. starts_on: the campaign's first day. is_redefined: since then the metric got another definition. next_on:
-- the last day of the period after the report.
-- Parameters: known_on, today (null = the day of that event).
with reach as (
    select
        unit_id,
        metric_id,
        variant,
        max(as_of, 4) as days,
    from observation_at($known_on)
    where as_of <= day_at($known_on, $today::date)
    group by unit_id, metric_id, variant
),

-- the days were picked first, then their figures: so a million rows are not sorted
report as (
    select
        observation.*,
        list_position(reach.days, observation.as_of)::bigint as report_no,
    from observation_at($known_on) as observation
    join reach using (unit_id, metric_id, variant)
    where observation.as_of >= (select min(days[-1]) from reach)
        and observation.as_of between reach.days[-1] and reach.days[1]
),

campaign_start as (
    select min(started_on) as starts_on from campaign_at($known_on)
),

redefined as (
    select
        metric_id,
        min(changed_on) as changed_on,
    from redefined_at($known_on)
    cross join campaign_start
    where changed_on > starts_on
    group by metric_id
),

aimed as materialized (
    from aim_at($known_on)
),

-- joined by equal keys alone: with the coverage among them every aim is held against every report
held as (
    select
        report.*,
    from report
    join aimed using (unit_id, metric_id, variant)
    where aimed.coverage is null
        or aimed.coverage = report.coverage
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
    campaign_start.starts_on,
    coalesce(redefined.changed_on <= held.as_of, false) as is_redefined,
    held.report_no,
    held.as_of,
    held.value::double as value,
    case when held.qualifier in ('exact', 'at_least') then held.value::double else 0 end as lower,
    case when held.qualifier in ('exact', 'under') then held.value::double else 'inf'::double end as upper,
    case metric.frequency
        when 'week' then held.as_of + 7
        when 'halfmonth' then held.as_of + 16
        when 'quarter' then last_day(held.as_of + interval 3 month)
        else last_day(held.as_of + interval 1 month)
    end as next_on,
    day_at($known_on, $today::date) as day,
from aimed as aim
join metric_at($known_on) as metric
    on metric.metric_id = aim.metric_id
    and metric.kind = 'cumulative'
    and metric.direction = 'up'
join unit_at($known_on) as unit using (unit_id)
cross join campaign_start
left join redefined
    on redefined.metric_id = aim.metric_id
left join held
    on held.unit_id = aim.unit_id
    and held.metric_id = aim.metric_id
    and held.variant = aim.variant
where not aim.is_for_all
    or held.unit_id is not null
order by unit.sort, metric.sort, aim.metric_id, aim.variant, held.report_no;
