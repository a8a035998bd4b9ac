-- Where does each unit stand on one metric?
-- Grain: one row per latest figure (unit and variant) of the metric, official order, an 其中 after its whole.
-- target_value, target_op: the unit's own target or the one for all; null = 未设目标.
-- Parameters: known_on, period, metric_id, comparable_group (null = all).
with target as (
    from target_at($known_on)
    where subject = 'metric'
        and subject_code = $metric_id
        and kind in ('target', 'standard', 'population')
)

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
    figure.coverage,
    figure.coverage_name,
    figure.coverage_name_en,
    figure.additive,
    figure.note,
    figure.note_en,
    figure.place,
    figure.batch_id,
    figure.row_no,
    target.value::double as target_value,
    target.op as target_op,
    target.printed as target_printed,
    target.name as target_name,
    target.name_en as target_name_en,
from figure_at($known_on, $period::date) as figure
left join target
    on coalesce(target.unit_id, figure.unit_id) = figure.unit_id
    and coalesce(target.variant, '') = figure.variant
where figure.metric_id = $metric_id
    and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
qualify row_number() over (
    partition by figure.unit_id, figure.variant
    order by target.unit_id nulls last, target.target_id
) = 1
order by figure.unit_sort, figure.variant_sort;
