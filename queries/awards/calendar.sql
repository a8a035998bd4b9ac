-- Which days are not what their weekday says? Grain: one row per such day.
-- Parameters: known_on.
select
    day,
    is_working,
from calendar_at($known_on);
