-- Which county-level divisions are there?
-- Grain: one row per division, in official order. Parameters: known_on.
select
    division_code,
    name,
    name_en,
from division_at($known_on)
order by sort;
