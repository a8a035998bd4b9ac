-- The stages of the closed loop: the cumulative metrics of the group loop, in the order of the contract.
-- Grain: one row per stage. name: as the plan calls its stage of that number, else the metric's. before_id: the stage
-- whose matters it is a part of (null = the first). rate_id: the metric that is defined as its share of that stage.
-- is_planned: the plan names it; a matter that stops before a planned stage is stuck, one that is not satisfied is not.
create or replace macro loop_stage_at(known_on) as table
with stage as (
    select
        metric_id,
        name,
        name_en,
        uom,
        uom_en,
        subset_of as before_id,
        row_number() over (order by sort) as stage_no,
    from metric_at(known_on)
    where group_code = 'loop'
        and kind = 'cumulative'
)

select
    stage.stage_no,
    stage.metric_id,
    stage.name as metric_name,
    stage.name_en as metric_name_en,
    stage.uom,
    stage.uom_en,
    coalesce(planned.name, stage.name) as stage_name,
    coalesce(planned.name_en, stage.name_en) as stage_name_en,
    planned.code is not null as is_planned,
    stage.before_id,
    rate.metric_id as rate_id,
    rate.name as rate_name,
    rate.name_en as rate_name_en,
    rate.direction as rate_direction,
from stage
left join theme_at(known_on) as planned
    on planned.kind = 'loop_stage'
    and planned.no = stage.stage_no
left join metric_at(known_on) as rate
    on rate.kind = 'rate'
    and rate.numerator = stage.metric_id
    and rate.denominator = stage.before_id;

-- Stage counts of each unit and day, each beside the count of the stage before it on the same day.
-- Grain: one row per active unit, variant, day on which it gave any stage (with latest_only its last such day) and stage.
-- value: null = this stage was not reported that day. share and lost (matters that did not come so far): null unless both
-- counts are exact, of one coverage and counted from one day; share also where the stage before counts none.
create or replace macro loop_at(known_on, until, latest_only) as table
with counted as (
    select *
    from observation_at(known_on)
    where (until is null or as_of <= until)
        and metric_id in (select metric_id from loop_stage_at(known_on))
),

day as (
    select distinct
        unit_id,
        variant,
        as_of,
    from counted
    qualify not latest_only
        or as_of = max(as_of) over (partition by unit_id, variant)
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.comparable_group,
    day.variant,
    day.as_of,
    stage.*,
    own.value::double as value,
    own.qualifier,
    own.printed,
    own.coverage,
    before.value::double as before_value,
    before.qualifier as before_qualifier,
    own.qualifier = 'exact'
        and before.qualifier = 'exact'
        and own.coverage = before.coverage
        and own.period_start is not distinct from before.period_start as is_comparable,
    if(is_comparable, own.value::double / nullif(before.value::double, 0), null) as share,
    if(is_comparable, before.value::double - own.value::double, null) as lost,
    own.place,
    own.batch_id,
    own.row_no,
from day
join unit_at(known_on) as unit
    on unit.unit_id = day.unit_id
    and unit.active
cross join loop_stage_at(known_on) as stage
left join counted as own
    on own.unit_id = day.unit_id
    and own.variant = day.variant
    and own.as_of = day.as_of
    and own.metric_id = stage.metric_id
left join counted as before
    on before.unit_id = day.unit_id
    and before.variant = day.variant
    and before.as_of = day.as_of
    and before.metric_id = stage.before_id;

-- What each month added to a running stage count: its last figure less that of the month before.
-- Grain: one row per unit, variant, stage and month with a figure. gained: null where it cannot be said, and why_not then
-- says why: no_neighbours (the month before is missing) | hedged | not_comparable (other coverage, or counted from another
-- day) | decreasing. A count that began in its own month is what the month added.
create or replace macro loop_month_at(known_on, until) as table
with last_of_month as (
    select
        unit_id,
        variant,
        metric_id,
        as_of,
        date_trunc('month', as_of)::date as month,
        value::double as value,
        qualifier,
        coverage,
        period_start,
    from observation_at(known_on)
    where (until is null or as_of <= until)
        and metric_id in (select metric_id from loop_stage_at(known_on))
    qualify as_of = max(as_of) over (partition by unit_id, variant, metric_id, date_trunc('month', as_of))
),

step as (
    select
        *,
        coalesce(date_trunc('month', period_start)::date = month, false) as begins,
        lag(month) over months as before_month,
        lag(value) over months as before_value,
        lag(qualifier) over months as before_qualifier,
        lag(coverage) over months as before_coverage,
        lag(period_start) over months as before_start,
    from last_of_month
    window months as (partition by unit_id, variant, metric_id order by month)
)

select
    unit_id,
    variant,
    metric_id,
    month,
    case
        when qualifier <> 'exact' then 'hedged'
        when begins then null
        when before_month is null or before_month <> (month - interval 1 month)::date then 'no_neighbours'
        when before_qualifier <> 'exact' then 'hedged'
        when coverage <> before_coverage or period_start is distinct from before_start then 'not_comparable'
        when value < before_value then 'decreasing'
    end as why_not,
    case
        when why_not is not null then null
        when begins then value
        else value - before_value
    end as gained,
from step;
