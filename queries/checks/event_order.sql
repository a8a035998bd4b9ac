-- Events whose number leaves a gap or whose time goes back.
-- Grain: one row per such event.
select
    event_no,
    logged_at,
from event
qualify event_no <> row_number() over (order by event_no)
    or logged_at < max(logged_at) over (order by event_no rows between unbounded preceding and 1 preceding);
