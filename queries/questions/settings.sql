-- What has been set otherwise than its default, when and by whom?
-- Grain: one row per setting that a person changed. Parameters: known_on.
select
    setting.name,
    setting.value,
    event.event_no,
    event.logged_at,
    event.signed_by,
    event.reason,
from setting_at($known_on) as setting
left join event
    on event.batch_id = setting.batch_id
    and event.kind = 'published'
order by setting.name;
