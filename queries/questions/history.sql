-- How has one metric grown, unit by unit?
-- Grain: one row per unit, variant and as_of, oldest first. An as_of without a row is 未报. part: figures of another part
-- have another definition (from changed_on on) or coverage, and no line joins them.
-- Parameters: known_on, period, metric_id, comparable_group (null = all).
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
    figure.note,
    figure.note_en,
    figure.place,
    figure.batch_id,
    figure.row_no,
    figure.part,
    figure.changed_on,
from each_figure_at($known_on, $period::date) as figure
where figure.metric_id = $metric_id
    and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
order by figure.unit_sort, figure.variant_sort, figure.as_of;
