-- In which order do the units of a group stand on one metric?
-- Grain: one row per unit with a figure of the metric, in official order; none when the gate refuses the group.
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- Parameters: known_on, period, metric_id.
with figure as materialized (
    from figure_at($known_on, $period::date, true)
    where metric_id = $metric_id
        and part_of is null
),

allowed as (
    select
        figure.*,
        if(figure.direction = 'down', -figure.upper, figure.lower) as low,
        if(figure.direction = 'down', -figure.lower, figure.upper) as high,
    from figure
    join gate_of('figure', $known_on) as gate
        on gate.variant = figure.variant
        and gate.comparable_group = figure.rank_group
    where len(gate.reasons) = 0
),

bounds as (
    select
        rank_group,
        list({'low': low, 'high': high}) as everyone,
    from allowed
    group by rank_group
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
    1 + len(list_filter(bounds.everyone, lambda other: other.low > unit.high)) as place_best,
    len(list_filter(bounds.everyone, lambda other: other.high > unit.low)) + if(unit.high > unit.low, 0, 1)
        as place_worst,
    len(list_filter(bounds.everyone, lambda other: other.low = unit.low and other.high = unit.high)) as sharing,
from allowed as unit
join bounds using (rank_group)
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = unit.rank_group
order by unit.rank_group, unit.unit_sort;
