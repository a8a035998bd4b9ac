-- What has one person handed in, and what became of it?
-- Grain: one row per batch this person handed in, latest first. state: the kind of its last event up to known_on, with
-- who signed it, when and why. Parameters: known_on, signed_by.
select
    batch.batch_id,
    batch.table_name,
    batch.title,
    batch.file_name,
    batch.row_count,
    batch.original,
    batch.note,
    arg_max(event.kind, event.event_no) as state,
    max(event.event_no) as event_no,
    min(event.logged_at) as submitted_at,
    max(event.logged_at) as logged_at,
    arg_max(event.signed_by, event.event_no) as last_signed_by,
    arg_max_null(event.reason, event.event_no) as reason,
from batch
join event using (batch_id)
where event.event_no <= $known_on
group by all
having arg_min(event.signed_by, event.event_no) = $signed_by
    and arg_min(event.kind, event.event_no) = 'submitted'
order by batch.batch_id desc;
