-- How the units of each group stand on each metric, and how they have moved since the month before.
-- Grain: one row per metric and unit with a place now; none where the gate refuses the group. Units that had a place the
-- month before and have none now, and units with a figure that have left the group, beside them (is_here false), with the
-- figure they had then.
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- move: places up since the figures of the end of the month before (that of the metric's latest figure), counted only among
-- units that belonged to the group and had a place both times; null for the others, where either place was open and across
-- a new definition.
-- change: entered | left (the group; who was in it then, the log says where it reaches back so far) | new_place |
-- no_place (in the group both times, with a place only once); only where others of the group had a place then.
create or replace macro standing_at(known_on, until) as table
with now_figure as materialized (
    from figure_at(known_on, until)
    where part_of is null
        and active
),

month as materialized (
    select
        metric_id,
        date_trunc('month', max(as_of))::date as month_start,
    from now_figure
    group by metric_id
),

told as materialized (
    select
        'now' as moment,
        *,
    from now_figure

    union all by name

    select
        'then' as moment,
        *,
    from before_of('month', known_on)
    where part_of is null
),

-- only what is judged: each column carried along costs time at every step
seen as materialized (
    select
        moment,
        metric_id,
        unit_id,
        variant,
        rank_group,
        comparable,
        use_class,
        coverage,
        as_of,
        if(direction = 'down', -upper, lower) as low,
        if(direction = 'down', -lower, upper) as high,
    from told
    where active
),

measure as (
    from gate_group_at(known_on)
),

allowed as materialized (
    select
        seen.moment,
        seen.metric_id,
        seen.unit_id,
        seen.rank_group,
        seen.variant,
        seen.as_of,
        seen.low,
        seen.high,
    from seen
    join gate_of('seen', 'measure') as gate
        on gate.moment = seen.moment
        and gate.metric_id = seen.metric_id
        and gate.variant = seen.variant
        and gate.comparable_group = seen.rank_group
    where len(gate.reasons) = 0
),

bounds as (
    select
        moment,
        metric_id,
        rank_group,
        list(low) as lows,
        list(high) as highs,
        list({'low': low, 'high': high}) as both,
    from allowed
    group by moment, metric_id, rank_group
),

placed as materialized (
    select
        unit.*,
        1 + len(list_filter(bounds.lows, lambda low: low > unit.high)) as place_best,
        len(list_filter(bounds.highs, lambda high: high > unit.low)) + if(unit.high > unit.low, 0, 1) as place_worst,
        len(list_filter(bounds.both, lambda other: other.low = unit.low and other.high = unit.high)) as sharing,
    from allowed as unit
    join bounds using (moment, metric_id, rank_group)
),

now_place as (
    from placed
    where moment = 'now'
),

then_place as (
    from placed
    where moment = 'then'
),

member_then as materialized (
    select
        month.metric_id,
        member.unit_id,
        member.comparable_group,
    from month
    join member_before('month', known_on) as member using (month_start)
),

both_times as materialized (
    select
        now_place.metric_id,
        now_place.unit_id,
        now_place.rank_group,
        now_place.low,
        now_place.high,
        then_place.low as low_then,
        then_place.high as high_then,
        now_place.place_best = now_place.place_worst
        and then_place.place_best = then_place.place_worst
        and not exists (
            from redefined_at(known_on) as redefined
            where redefined.metric_id = now_place.metric_id
                and redefined.changed_on > then_place.as_of
                and redefined.changed_on <= now_place.as_of
        ) as is_settled,
    from now_place
    join then_place using (metric_id, unit_id, rank_group)
    join member_then using (metric_id, unit_id)
    where now_place.rank_group in ('all', member_then.comparable_group)
),

beside as (
    select
        metric_id,
        rank_group,
        list({'low': low, 'low_then': low_then}) as everyone,
    from both_times
    group by metric_id, rank_group
),

moved as (
    select
        unit.metric_id,
        unit.unit_id,
        if(
            unit.is_settled,
            len(list_filter(beside.everyone, lambda other: other.low_then > unit.high_then))
            - len(list_filter(beside.everyone, lambda other: other.low > unit.high)),
            null
        ) as move,
    from both_times as unit
    join beside using (metric_id, rank_group)
),

ranked_now as materialized (
    select distinct
        metric_id,
        rank_group,
    from now_place
),

ranked_then as (
    select distinct
        metric_id,
        rank_group,
    from then_place
),

shown as (
    select
        now_place.*,
        true as is_here,
        moved.move,
        case
            when ranked_then.metric_id is null then null
            when member_then.unit_id is null
                or now_place.rank_group not in ('all', member_then.comparable_group)
                then 'entered'
            when then_place.unit_id is null then 'new_place'
        end as change,
    from now_place
    left join ranked_then using (metric_id, rank_group)
    left join moved using (metric_id, unit_id)
    left join member_then using (metric_id, unit_id)
    left join then_place using (metric_id, unit_id, rank_group)

    union all by name

    select
        then_place.*,
        false as is_here,
        'no_place' as change,
    from then_place
    join member_then using (metric_id, unit_id)
    semi join ranked_now using (metric_id, rank_group)
    anti join now_place using (metric_id, unit_id)
    where then_place.rank_group in ('all', member_then.comparable_group)

    union all by name

    -- who belonged to a group then and does not now, with the figure it had
    select
        told.moment,
        told.metric_id,
        told.unit_id,
        told.variant,
        ranked_now.rank_group,
        false as is_here,
        'left' as change,
    from told
    join member_then using (metric_id, unit_id)
    join ranked_now
        on ranked_now.metric_id = told.metric_id
        and ranked_now.rank_group = if(told.rank_group = 'all', 'all', member_then.comparable_group)
    where told.moment = 'then'
        and not (told.active and told.rank_group in ('all', member_then.comparable_group))
)

select
    unit.metric_id,
    unit.unit_id,
    told.short_name,
    told.short_name_en,
    told.unit_sort,
    unit.rank_group as comparable_group,
    told.metric_name,
    told.metric_name_en,
    unit.variant,
    told.variant_name,
    told.variant_name_en,
    told.value,
    told.qualifier,
    told.printed,
    told.uom,
    told.uom_en,
    told.coverage_name,
    told.coverage_name_en,
    told.as_of,
    told.place,
    told.batch_id,
    told.row_no,
    unit.place_best,
    unit.place_worst,
    unit.sharing,
    unit.is_here,
    unit.move,
    unit.change,
from shown as unit
join told using (moment, metric_id, unit_id, variant);
