-- One batch: what it is, who handed it in, when, and what was said of it.
-- Grain: one row, none for a batch there is not. Parameters: batch_id, last_event.
select
    batch.batch_id,
    batch.table_name,
    batch.title,
    batch.file_name,
    batch.records_sha256,
    batch.original,
    batch.attachment,
    batch.note,
    batch.row_count,
    min(event.logged_at) as submitted_at,
    arg_min(event.signed_by, event.event_no) as submitted_by,
from batch
join event using (batch_id)
where batch.batch_id = $batch_id
    and event.event_no <= $last_event
group by all;
