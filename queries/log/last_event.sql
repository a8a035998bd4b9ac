-- The last event's number and time; 0 and null in a file where nothing has happened yet.
select
    coalesce(max(event_no), 0)::bigint as event_no,
    max(logged_at) as logged_at,
from event;
