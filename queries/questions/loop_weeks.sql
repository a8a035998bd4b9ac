-- What was the share that is reported every week (按时反馈率) in each week, of one unit or of all together?
-- Grain: one row per week from the first figure to the last, named by its last day; none where no weekly rate of two flows
-- under the goal satisfaction is reported. counts out of base: over the `units` that gave both exactly and of one coverage;
-- null where none. hedged: the one unit asked for gave a hedged figure. why_not: why a week can be said of nobody.
-- target_value: for the share (0–1), the unit's own or the one for all.
-- Parameters: known_on, period, unit_id (null = all), comparable_group (null = all).
with figure as (
    select
        observation.unit_id,
        observation.metric_id,
        observation.as_of,
        observation.value,
        observation.qualifier,
        observation.coverage,
        unit.short_name,
        unit.short_name_en,
    from observation_at($known_on) as observation
    join unit_at($known_on) as unit
        on unit.unit_id = observation.unit_id
        and unit.active
    where observation.variant = ''
        and ($period::date is null or observation.as_of <= $period::date)
        and ($unit_id::varchar is null or unit.unit_id = $unit_id::varchar)
        and ($comparable_group::varchar is null or unit.comparable_group = $comparable_group::varchar)
),

rate as (
    select
        metric.metric_id,
        metric.name,
        metric.name_en,
        metric.direction,
        metric.numerator,
        metric.denominator,
    from metric_at($known_on) as metric
    join metric_at($known_on) as numerator
        on numerator.metric_id = metric.numerator
        and numerator.kind = 'flow'
    join metric_at($known_on) as denominator
        on denominator.metric_id = metric.denominator
        and denominator.kind = 'flow'
    where metric.kind = 'rate'
        and metric.frequency = 'week'
        and metric.goal = 'satisfaction'
        and metric.denominator in (select figure.metric_id from figure)
    order by metric.sort
    limit 1
),

pair as (
    select
        own.as_of as week,
        own.short_name,
        own.short_name_en,
        own.qualifier <> 'exact' or before.qualifier <> 'exact' as is_hedged,
        not is_hedged and own.coverage = before.coverage as is_comparable,
        if(is_comparable, own.value::double, null) as counts,
        if(is_comparable, before.value::double, null) as base,
    from rate
    join figure as own
        on own.metric_id = rate.numerator
    join figure as before
        on before.metric_id = rate.denominator
        and before.unit_id = own.unit_id
        and before.as_of = own.as_of
),

spine as (
    select unnest(generate_series(min(week), max(week), interval 7 day))::date as week
    from pair
),

goal as (
    select target.value::double as value
    from target_at($known_on) as target
    join rate
        on target.subject_code = rate.metric_id
    where target.subject = 'metric'
        and target.kind in ('target', 'standard')
        and (target.unit_id is null or target.unit_id = $unit_id::varchar)
    order by target.unit_id nulls last, target.target_id
    limit 1
)

select
    spine.week,
    rate.metric_id,
    rate.name as rate_name,
    rate.name_en as rate_name_en,
    rate.direction,
    sum(pair.counts)::double as counts,
    sum(pair.base)::double as base,
    count(pair.base)::bigint as units,
    $unit_id::varchar is not null and coalesce(bool_or(pair.is_hedged), false) as hedged,
    case
        when count(pair.base) > 0 then null
        when bool_or(pair.is_hedged) then 'hedged'
        when count(pair.week) > 0 then 'not_comparable'
        else 'not_reported'
    end as why_not,
    if($unit_id::varchar is null, null, any_value(pair.short_name)) as short_name,
    if($unit_id::varchar is null, null, any_value(pair.short_name_en)) as short_name_en,
    (select goal.value from goal) as target_value,
from spine
cross join rate
left join pair
    on pair.week = spine.week
group by spine.week, rate.metric_id, rate.name, rate.name_en, rate.direction
order by spine.week;
