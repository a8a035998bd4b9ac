-- Which divisions may be named? Grain: one row per division. Parameters: known_on.
select
    division_code,
    name,
    name_en,
from division_at($known_on)
order by sort;
