-- What has one unit reported?
-- Grain: one row per latest figure of the unit, by goal; an 其中 after its whole.
-- Parameters: known_on, period, unit_id.
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
    goal.name as goal_name,
    goal.name_en as goal_name_en,
    goal.no as goal_no,
    figure.use_class,
    figure.definition,
    figure.definition_en,
from figure_at($known_on, $period::date) as figure
left join theme_at($known_on) as goal
    on goal.kind = 'goal'
    and goal.code = figure.goal
where figure.unit_id = $unit_id
order by goal.no nulls last, figure.headline_no nulls last, figure.metric_sort, figure.metric_id, figure.variant_sort;
