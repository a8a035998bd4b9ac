-- Which metrics may a file name, and what must their figures be? Grain: one row per metric. Parameters: known_on.
select
    metric_id,
    name,
    name_en,
    uom,
    uom_en,
    kind,
    frequency,
    group_code,
    subset_of,
    lo::double as lo,
    hi::double as hi,
from metric_at($known_on)
order by sort, metric_id;
