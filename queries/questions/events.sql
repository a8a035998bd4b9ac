-- Everything that happened, in the order of truth, up to the chosen event.
-- Grain: one row per event, latest first; at most 1,000. is_backfilled: the time is stated, not the clock's (补录).
-- Parameters: known_on, shows_names.
with handed_in as (
    select batch_id from event where kind = 'submitted'
)

select
    event.event_no,
    event.logged_at,
    event.kind,
    signature_of(if(handed_in.batch_id is null, 'acted', event.kind), event.signed_by, $shows_names) as signed_by,
    event.batch_id,
    batch.title,
    batch.table_name,
    batch.row_count,
    event.reason,
    event.is_backfilled,
from event
left join batch using (batch_id)
left join handed_in using (batch_id)
where event.event_no <= $known_on
order by event.event_no desc
limit 1000;
