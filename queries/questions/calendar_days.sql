-- Which days are not what their weekday says?
-- Grain: one row per such day, in order. A year without a row is unknown.
-- Parameters: known_on.
select
    day,
    is_working,
    name,
    source,
from calendar_at($known_on)
order by day;
