-- What share has each unit reported of what shows an effect, report by report?
-- Grain: one row per active unit, rate with a numerator and denominator (使用类别 成效, better when higher or lower) and day
-- on which both were given exactly and of one coverage, oldest first. gained: both are of their own period (flows), else
-- counted from the start. target_value: the unit's own standard or target for the rate, else the one for all; null = none.
-- Parameters: known_on, today (null = the day of that event).
with rate as (
    from metric_at($known_on)
    where kind = 'rate'
        and use_class = 'outcome'
        and direction in ('up', 'down')
),

figure as (
    select
        unit_id,
        metric_id,
        as_of,
        value::double as value,
        coverage,
        period_start,
    from observation_at($known_on)
    where variant = ''
        and qualifier = 'exact'
        and as_of <= day_at($known_on, $today::date)
        and metric_id in (select unnest([numerator, denominator]) from rate)
),

goal as (
    select
        subject_code as metric_id,
        unit_id,
        any_value(value::double) as value,
    from target_at($known_on)
    where subject = 'metric'
        and kind in ('target', 'standard')
    group by all
)

select
    unit.unit_id,
    unit.comparable_group,
    rate.metric_id,
    rate.name as metric_name,
    rate.name_en as metric_name_en,
    rate.direction,
    numerator.kind = 'flow' as gained,
    own.as_of,
    own.value as counts,
    base.value as sizes,
    coalesce(own_goal.value, all_goal.value) as target_value,
from rate
join metric_at($known_on) as numerator
    on numerator.metric_id = rate.numerator
    and numerator.kind in ('cumulative', 'flow')
join figure as own
    on own.metric_id = rate.numerator
join figure as base
    on base.metric_id = rate.denominator
    and base.unit_id = own.unit_id
    and base.as_of = own.as_of
    and base.coverage = own.coverage
    and base.period_start is not distinct from own.period_start
join unit_at($known_on) as unit
    on unit.unit_id = own.unit_id
    and unit.active
left join goal as own_goal
    on own_goal.metric_id = rate.metric_id
    and own_goal.unit_id = unit.unit_id
left join goal as all_goal
    on all_goal.metric_id = rate.metric_id
    and all_goal.unit_id is null
order by rate.sort, unit.sort, own.as_of;
