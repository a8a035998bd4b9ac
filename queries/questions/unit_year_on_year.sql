-- How does one unit stand beside the same time of the campaign before (同比)?
-- Grain: one row per latest figure (metric and variant) of the unit that has a figure before it, in the metrics' order.
-- Parameters: known_on, period, unit_id.
from year_on_year_at($known_on, $period::date)
where unit_id = $unit_id
order by metric_sort, metric_id, variant_sort;
