-- How was each setting changed, by whom and why?
-- Grain: one row per change, latest first; before: the value it had until then, null for its default.
-- Parameters: known_on.
select
    event.event_no,
    event.logged_at,
    event.signed_by,
    event.is_backfilled,
    event.reason,
    setting.name,
    setting.value,
    lag(setting.value) over (partition by setting.name order by event.event_no) as before,
from setting
join event
    on event.batch_id = setting.batch_id
    and event.kind = 'published'
where event.event_no <= $known_on
order by event.event_no desc;
