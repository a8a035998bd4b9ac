-- What has been reported under each goal, in the words it was reported in?
-- Grain: one row per latest figure of a metric that goal cards show, units in official order. part_of: '' for an 其中.
-- Parameters: known_on, period.
select
    figure.goal,
    figure.headline_no,
    figure.metric_id,
    figure.metric_name,
    figure.metric_name_en,
    figure.unit_id,
    figure.short_name,
    figure.short_name_en,
    figure.variant,
    figure.variant_name,
    figure.variant_name_en,
    figure.part_of,
    figure.value,
    figure.qualifier,
    figure.printed,
    figure.uom,
    figure.uom_en,
    figure.additive,
    figure.coverage,
    figure.coverage_name,
    figure.coverage_name_en,
    figure.as_of,
    figure.place,
from figure_at($known_on, $period::date) as figure
where figure.headline_no is not null
    and figure.goal is not null
order by figure.goal, figure.headline_no, figure.unit_sort, figure.variant_sort;
