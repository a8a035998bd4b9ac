-- Which kinds within a metric, and which of them are an 其中 of which? Grain: one row per variant. Parameters: known_on.
select
    metric_id,
    variant,
    name,
    name_en,
    part_of,
from variant_at($known_on)
order by metric_id, sort, variant;
