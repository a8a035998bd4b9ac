-- In which order do the units of a group stand on one metric, and how have they moved since the month before?
-- Grain: one row per unit with a figure of the metric, in official order, or with by_value from the best place down; none
-- when the gate refuses the group. Units that had a place the month before and have none now, and units with a figure
-- that have left the group, stand last (is_here false).
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- move: places up since the figures of the end of the month before, counted only among units that belonged to the group
-- and had a place both times; null for the others, where either place was open and across a new definition.
-- change: entered | left (the group; who was in it then, the log says where it reaches back so far) | new_place |
-- no_place (in the group both times, with a place only once); only where others of the group had a place then.
-- Parameters: known_on, period, metric_id, comparable_group (null = all), by_value.
with now_figure as materialized (
    from figure_at($known_on, $period::date, true)
    where metric_id = $metric_id
        and part_of is null
        and active
),

now_place as materialized (
    from places_of('now_figure', $known_on)
),

month as materialized (
    select
        date_trunc('month', max(as_of))::date as starts_on,
    from now_place
),

then_figure as materialized (
    from figure_at($known_on, (select coalesce(starts_on - 1, date '0001-01-01') from month), true)
    where metric_id = $metric_id
        and part_of is null
),

before_figure as materialized (
    from then_figure
    where active
),

before_place as materialized (
    from places_of('before_figure', $known_on)
),

member_then as materialized (
    select
        unit_id,
        comparable_group,
    from unit_at(event_before($known_on, (select starts_on from month)))
    where active
),

ranked_then as (
    select distinct
        rank_group,
    from before_place
),

both_times as materialized (
    select
        now_place.unit_id,
        now_place.rank_group,
        now_place.low,
        now_place.high,
        then_place.low as low_then,
        then_place.high as high_then,
        now_place.place_best = now_place.place_worst
        and then_place.place_best = then_place.place_worst
        and not exists (
            from redefined_at($known_on) as redefined
            where redefined.metric_id = $metric_id
                and redefined.changed_on > then_place.as_of
                and redefined.changed_on <= now_place.as_of
        ) as is_settled,
    from now_place
    join before_place as then_place using (unit_id, rank_group)
    join member_then using (unit_id)
    where now_place.rank_group in ('all', member_then.comparable_group)
),

beside as (
    select
        rank_group,
        list({'low': low, 'low_then': low_then}) as everyone,
    from both_times
    group by rank_group
),

moved as (
    select
        unit.unit_id,
        if(
            unit.is_settled,
            len(list_filter(beside.everyone, lambda other: other.low_then > unit.high_then))
            - len(list_filter(beside.everyone, lambda other: other.low > unit.high)),
            null
        ) as move,
    from both_times as unit
    join beside using (rank_group)
),

-- who belonged to a group then and does not now, with the figure it had
gone as (
    select
        figure.* replace (if(figure.rank_group = 'all', 'all', member_then.comparable_group) as rank_group),
    from then_figure as figure
    join member_then using (unit_id)
    where not (figure.active and figure.rank_group in ('all', member_then.comparable_group))
        and if(figure.rank_group = 'all', 'all', member_then.comparable_group) in (select rank_group from now_place)
),

shown as (
    select
        now_place.*,
        true as is_here,
        moved.move,
        case
            when now_place.rank_group not in (from ranked_then) then null
            when member_then.unit_id is null
                or now_place.rank_group not in ('all', member_then.comparable_group)
                then 'entered'
            when then_place.unit_id is null then 'new_place'
        end as change,
    from now_place
    left join moved using (unit_id)
    left join member_then using (unit_id)
    left join before_place as then_place using (unit_id, rank_group)

    union all by name

    select
        before_place.*,
        false as is_here,
        'no_place' as change,
    from before_place
    join member_then using (unit_id)
    anti join now_place using (unit_id)
    where before_place.rank_group in (select rank_group from now_place)
        and before_place.rank_group in ('all', member_then.comparable_group)

    union all by name

    select
        gone.*,
        false as is_here,
        'left' as change,
    from gone
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.unit_sort,
    unit.rank_group as comparable_group,
    coalesce(group_theme.name, '全部单位') as group_name,
    coalesce(group_theme.name_en, 'All units') as group_name_en,
    unit.metric_name,
    unit.metric_name_en,
    unit.variant,
    unit.variant_name,
    unit.variant_name_en,
    unit.part_of,
    unit.value,
    unit.qualifier,
    unit.printed,
    unit.uom,
    unit.uom_en,
    unit.coverage_name,
    unit.coverage_name_en,
    unit.as_of,
    unit.place,
    unit.batch_id,
    unit.row_no,
    unit.place_best,
    unit.place_worst,
    unit.sharing,
    unit.is_here,
    unit.move,
    unit.change,
from shown as unit
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = unit.rank_group
where $comparable_group::varchar is null
    or unit.rank_group in ('all', $comparable_group::varchar)
order by
    unit.is_here desc,
    unit.rank_group,
    if($by_value::boolean, unit.place_best, 0),
    if($by_value::boolean, unit.place_worst, 0),
    unit.unit_sort;
