-- On which days did anything happen, whatever point in time the reader looks at?
-- Grain: one row per day, latest first. event_no: its last event. Parameters: last_event.
select
    cast(event.logged_at as date) as day,
    max(event_no)::bigint as event_no,
    count(*)::bigint as events,
    bool_or(is_backfilled) as is_backfilled,
from event
where event.event_no <= $last_event
group by day
order by day desc;
