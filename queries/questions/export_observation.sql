-- Every figure as known at the chosen event, in names, for other programs.
-- Grain: one row per unit, metric, variant and as_of. Parameters: known_on.
select
    figure.short_name as unit,
    figure.metric_name as metric,
    figure.variant_name as variant,
    figure.as_of,
    figure.value,
    figure.qualifier,
    figure.printed,
    figure.uom,
    figure.coverage_name as coverage,
    figure.period_start,
    goal.name as goal,
    figure.note,
    figure.place,
    figure.batch_id as batch,
    figure.row_no as row,
from each_figure_at($known_on, null::date) as figure
left join theme_at($known_on) as goal
    on goal.kind = 'goal'
    and goal.code = figure.goal
order by figure.unit_sort, figure.metric_id, figure.variant_sort, figure.as_of;
