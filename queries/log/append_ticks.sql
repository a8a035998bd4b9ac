-- Notes what a person looked at again and said is right. incoming: row_no, code, message.
-- Parameters: batch_id, ticked_by.
insert into batch_tick
select
    $batch_id as batch_id,
    row_no,
    code,
    message,
    $ticked_by as ticked_by,
from incoming;
