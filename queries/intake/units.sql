-- Which units may a file name? Grain: one row per unit, in official order. Parameters: known_on.
select
    unit_id,
    name,
    short_name,
    name_en,
    short_name_en,
    active,
from unit_at($known_on)
order by sort, unit_id;
