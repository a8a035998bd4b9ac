-- Which items have the code lists? Grain: one row per item. Parameters: known_on.
select
    kind,
    code,
    no,
    name,
    name_en,
from theme_at($known_on)
order by kind, no, code;
