-- Which is the last event of a day? 0 when nothing had happened by then.
-- Grain: one row. Parameters: day.
select coalesce(max(event_no), 0)::bigint as event_no
from event
where event.logged_at < $day::date + interval 1 day;
