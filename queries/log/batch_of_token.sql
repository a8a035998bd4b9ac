-- The batch this person handed in with this token. Parameters: token, signed_by.
select
    batch.batch_id,
    batch.row_count,
from batch
join event using (batch_id)
where batch.token = $token
    and event.kind = 'submitted'
    and event.signed_by = $signed_by;
