-- In which order do the units of a group stand on one metric, and how have they moved since the month before?
-- Grain: one row per unit with a figure of the metric, in official order, or with by_value from the best place down; none
-- when the gate refuses the group. Units that had a place the month before and have none now, and units with a figure
-- that have left the group, stand last (is_here false).
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- move: places up since the figures of the end of the month before (the metric's latest figure is of), counted only among
-- units that belonged to the group and had a place both times; null for the others, where either place was open and across
-- a new definition.
-- change: entered | left (the group; who was in it then, the log says where it reaches back so far) | new_place |
-- no_place (in the group both times, with a place only once); only where others of the group had a place then.
-- Parameters: known_on, period, metric_id, comparable_group (null = all), by_value.
with now_figure as (
    from figure_at($known_on, $period::date)
    where metric_id = $metric_id
        and part_of is null
        and active
),

-- only the columns told or judged: each one carried along costs time at every step
figure as materialized (
    select
        moment,
        unit_id,
        short_name,
        short_name_en,
        unit_sort,
        active,
        metric_id,
        metric_name,
        metric_name_en,
        direction,
        comparable,
        use_class,
        rank_group,
        variant,
        variant_name,
        variant_name_en,
        value,
        lower,
        upper,
        qualifier,
        printed,
        uom,
        uom_en,
        coverage,
        coverage_name,
        coverage_name_en,
        as_of,
        place,
        batch_id,
        row_no,
        month_start,
    from (
        select
            'now' as moment,
            *,
        from now_figure

        union all by name

        select
            'then' as moment,
            *,
        from before_at($known_on, $period::date)
        where metric_id = $metric_id
            and part_of is null
    )
),

seen as materialized (
    select
        moment,
        metric_id,
        unit_id,
        variant,
        rank_group,
        comparable,
        use_class,
        direction,
        coverage,
        lower,
        upper,
        as_of,
    from figure
    where active
),

measure as (
    from gate_group_at($known_on)
),

placed as materialized (
    from places_of('seen', 'measure')
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
        unit_id,
        comparable_group,
    from unit_at(event_before($known_on, (select max(month_start) from figure)))
    where active
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
    join then_place using (unit_id, rank_group)
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

shown as (
    select
        now_place.*,
        true as is_here,
        moved.move,
        case
            when now_place.rank_group not in (select rank_group from then_place) then null
            when member_then.unit_id is null
                or now_place.rank_group not in ('all', member_then.comparable_group)
                then 'entered'
            when then_place.unit_id is null then 'new_place'
        end as change,
    from now_place
    left join moved using (unit_id)
    left join member_then using (unit_id)
    left join then_place using (unit_id, rank_group)

    union all by name

    select
        then_place.*,
        false as is_here,
        'no_place' as change,
    from then_place
    join member_then using (unit_id)
    anti join now_place using (unit_id)
    where then_place.rank_group in (select rank_group from now_place)
        and then_place.rank_group in ('all', member_then.comparable_group)

    union all by name

    -- who belonged to a group then and does not now, with the figure it had
    select
        figure.moment,
        figure.unit_id,
        figure.variant,
        if(figure.rank_group = 'all', 'all', member_then.comparable_group) as rank_group,
        false as is_here,
        'left' as change,
    from figure
    join member_then using (unit_id)
    where figure.moment = 'then'
        and not (figure.active and figure.rank_group in ('all', member_then.comparable_group))
        and if(figure.rank_group = 'all', 'all', member_then.comparable_group) in (select rank_group from now_place)
)

select
    unit.unit_id,
    figure.short_name,
    figure.short_name_en,
    figure.unit_sort,
    unit.rank_group as comparable_group,
    coalesce(group_theme.name, '全部单位') as group_name,
    coalesce(group_theme.name_en, 'All units') as group_name_en,
    figure.metric_name,
    figure.metric_name_en,
    unit.variant,
    figure.variant_name,
    figure.variant_name_en,
    null::varchar as part_of,
    figure.value,
    figure.qualifier,
    figure.printed,
    figure.uom,
    figure.uom_en,
    figure.coverage_name,
    figure.coverage_name_en,
    figure.as_of,
    figure.place,
    figure.batch_id,
    figure.row_no,
    unit.place_best,
    unit.place_worst,
    unit.sharing,
    unit.is_here,
    unit.move,
    unit.change,
from shown as unit
join figure using (moment, unit_id, variant)
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
    figure.unit_sort;
