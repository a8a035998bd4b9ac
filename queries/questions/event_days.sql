-- On which days did anything happen?
-- Grain: one row per day, latest first. event_no: its last event. Parameters: none.
select
    cast(event.logged_at as date) as day,
    max(event_no)::bigint as event_no,
    count(*)::bigint as events,
    bool_or(is_backfilled) as is_backfilled,
from event
group by day
order by day desc;
