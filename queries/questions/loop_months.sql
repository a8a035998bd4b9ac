-- What was one share of the closed loop in each month, of one unit or of all together?
-- Grain: one row per month from the first figure to the last. counts out of base: what the month added to both stages,
-- over the `units` for which both can be said; null where none. hedged: the one unit asked for gave a hedged figure.
-- why_not: why a month can be said of nobody (one reason of several). target_value: for the share (0–1), the unit's own or the one for all.
-- Parameters: known_on, period, metric_id, unit_id (null = all), comparable_group (null = all), variant (null = all matters).
with rate as (
    select *
    from metric_at($known_on)
    where metric_id = $metric_id
),

monthly as (
    select step.*
    from loop_month_at($known_on, $period::date) as step
    join unit_at($known_on) as unit
        on unit.unit_id = step.unit_id
        and unit.active
    where step.variant = coalesce(nullif($variant::varchar, 'whole'), '')
        and ($unit_id::varchar is null or step.unit_id = $unit_id::varchar)
        and ($comparable_group::varchar is null or unit.comparable_group = $comparable_group::varchar)
),

pair as (
    select
        own.month,
        if(own.gained is null or before.gained is null, null, own.gained) as counts,
        if(own.gained is null or before.gained is null, null, before.gained) as base,
        coalesce(own.why_not, before.why_not) as why_not,
        coalesce(own.why_not = 'hedged', false) or coalesce(before.why_not = 'hedged', false) as is_hedged,
    from rate
    join monthly as own
        on own.metric_id = rate.numerator
    join monthly as before
        on before.metric_id = rate.denominator
        and before.unit_id = own.unit_id
        and before.month = own.month
),

spine as (
    select unnest(generate_series(min(month), max(month), interval 1 month))::date as month
    from pair
),

goal as (
    select value::double as value
    from target_at($known_on)
    where subject = 'metric'
        and subject_code = $metric_id
        and kind in ('target', 'standard')
        and (unit_id is null or unit_id = $unit_id::varchar)
        and coalesce(variant, '') = coalesce(nullif($variant::varchar, 'whole'), '')
    order by unit_id nulls last, target_id
    limit 1
)

select
    spine.month,
    rate.metric_id,
    rate.name as rate_name,
    rate.name_en as rate_name_en,
    rate.direction,
    sum(pair.counts)::double as counts,
    sum(pair.base)::double as base,
    count(pair.base)::bigint as units,
    $unit_id::varchar is not null and coalesce(bool_or(pair.is_hedged), false) as hedged,
    if(count(pair.base) > 0, null, min(pair.why_not)) as why_not,
    any_value(unit.short_name) as short_name,
    any_value(unit.short_name_en) as short_name_en,
    (select goal.value from goal) as target_value,
from spine
cross join rate
left join pair
    on pair.month = spine.month
left join unit_at($known_on) as unit
    on unit.unit_id = $unit_id::varchar
group by spine.month, rate.metric_id, rate.name, rate.name_en, rate.direction
order by spine.month;
