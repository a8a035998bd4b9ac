-- Which figures would a ranking of this metric set side by side?
-- Grain: one row per latest figure of the metric that is no 其中, in official order.
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
    figure.comparable_group,
    group_theme.name as group_name,
    group_theme.name_en as group_name_en,
from figure_at($known_on, $period::date) as figure
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = figure.comparable_group
where figure.metric_id = $metric_id
    and figure.part_of is null
    and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
order by figure.unit_sort, figure.variant_sort;
