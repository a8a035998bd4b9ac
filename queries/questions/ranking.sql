-- In which order do the units of a group stand on one metric, and how have they moved since the month before?
-- Grain: one row per unit with a figure of the metric, in official order, or with by_value from the best place down; none
-- when the gate refuses the group. Units that had a place the month before and have none now stand last (is_here false).
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- move: places up since the figures of the end of the month before; null where either place was open or there was none.
-- is_new: it has a place now and had none then, though others of its group had.
-- Parameters: known_on, period, metric_id, comparable_group (null = all), by_value.
with now_figure as materialized (
    from figure_at($known_on, $period::date, true)
    where metric_id = $metric_id
        and part_of is null
),

now_place as materialized (
    from places_of('now_figure', $known_on)
),

month as materialized (
    select
        date_trunc('month', max(as_of))::date as starts_on,
    from now_place
),

before_figure as materialized (
    from figure_at($known_on, (select coalesce(starts_on - 1, date '0001-01-01') from month), true)
    where metric_id = $metric_id
        and part_of is null
),

before_place as materialized (
    from places_of('before_figure', $known_on)
),

shown as (
    select
        now_place.*,
        true as is_here,
        case
            when now_place.place_best = now_place.place_worst and then_place.place_best = then_place.place_worst
                then then_place.place_best - now_place.place_best
        end as move,
        then_place.unit_id is null
            and now_place.rank_group in (select rank_group from before_place) as is_new,
    from now_place
    left join before_place as then_place using (unit_id, rank_group)

    union all

    select
        before_place.*,
        false,
        null,
        false,
    from before_place
    anti join now_place using (unit_id)
    where before_place.rank_group in (select rank_group from now_place)
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
    unit.is_new,
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
