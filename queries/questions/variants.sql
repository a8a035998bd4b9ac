-- Which kinds within a metric are told apart, and which are a part of a whole?
-- Grain: one row per metric and variant, in the metric's order.
-- Parameters: known_on.
select
    metric.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    variant.part_of,
    variant.place,
    variant.batch_id,
    variant.row_no,
from variant_at($known_on) as variant
join metric_at($known_on) as metric using (metric_id)
order by metric.sort, variant.metric_id, variant.sort, variant.variant;
