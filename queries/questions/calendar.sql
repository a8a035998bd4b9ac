-- Which days are holidays, and which weekends are worked?
-- Grain: one row per day that differs from its weekday, latest first.
-- Parameters: known_on.
select
    day,
    is_working,
    name,
    source,
    batch_id,
    row_no,
from calendar_at($known_on)
order by day desc;
