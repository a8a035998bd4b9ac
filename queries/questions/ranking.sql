-- In which order do the units of a group stand on one metric?
-- Grain: one row per unit with a figure of the metric, in official order; none when the gate refuses the group.
-- place_best, place_worst: 1 is best. They are the same for a settled place (ties share it); they differ where a hedge
-- word (余, 超过, 左右) leaves open who stands higher: two units are parted only where their bounds do not overlap.
-- Parameters: known_on, period, metric_id.
with candidate as (
    select
        figure.unit_id,
        figure.short_name,
        figure.short_name_en,
        figure.unit_sort,
        figure.metric_id,
        figure.metric_name,
        figure.metric_name_en,
        figure.uom,
        figure.uom_en,
        figure.variant,
        figure.variant_name,
        figure.variant_name_en,
        figure.part_of,
        figure.as_of,
        figure.period_start,
        figure.value,
        figure.qualifier,
        figure.printed,
        figure.coverage_name,
        figure.coverage_name_en,
        figure.place,
        figure.batch_id,
        figure.row_no,
        if(figure.comparable = 'all', 'all', figure.comparable_group) as rank_group,
        if(figure.direction = 'down', -figure.upper, figure.lower) as low,
        if(figure.direction = 'down', -figure.lower, figure.upper) as high,
    from figure_at($known_on, $period::date, true) as figure
    where figure.metric_id = $metric_id
        and figure.part_of is null
),

allowed as (
    select
        candidate.*,
        group_theme.name as group_name,
        group_theme.name_en as group_name_en,
    from candidate
    join gate_at($known_on, $period::date) as gate
        on gate.metric_id = candidate.metric_id
        and gate.variant = candidate.variant
        and gate.comparable_group = candidate.rank_group
    left join theme_at($known_on) as group_theme
        on group_theme.kind = 'comparable_group'
        and group_theme.code = candidate.rank_group
    where gate.metric_id = $metric_id
        and len(gate.reasons) = 0
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
    coalesce(unit.group_name, '全部单位') as group_name,
    coalesce(unit.group_name_en, 'All units') as group_name_en,
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
order by unit.rank_group, unit.unit_sort;
