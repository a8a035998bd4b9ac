-- A batch, its state (the kind of its last event), who handed it in and who passed it on. No row: there is no such batch.
-- Parameters: batch_id.
select
    batch.table_name,
    arg_max(event.kind, event.event_no) as state,
    arg_min(event.signed_by, event.event_no) as submitted_by,
    any_value(event.signed_by) filter (event.kind = 'passed') as passed_by,
from batch
join event using (batch_id)
where batch.batch_id = $batch_id
group by batch.table_name;
