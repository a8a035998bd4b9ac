-- How does each unit stand beside the same time of the campaign before (同比)?
-- Grain: one row per latest figure (unit and variant) of the metric that has a figure before it, official order.
-- Parameters: known_on, period, metric_id, comparable_group (null = all).
from year_on_year_at($known_on, $period::date)
where metric_id = $metric_id
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
order by unit_sort, variant_sort;
