-- What was looked at again and said to be right, in one batch?
-- Grain: one row per point, in the file's order; row_no 0: the file as a whole. message: as it was shown.
-- Parameters: batch_id.
select
    row_no,
    code,
    message,
    ticked_by,
from batch_tick
where batch_id = $batch_id
order by row_no, code;
