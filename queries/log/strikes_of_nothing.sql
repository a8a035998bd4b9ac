-- Rows that a batch of strikes names and its table does not hold. Parameters: batch_id.
-- Written for observation; the store changes only the table's name.
select
    strike.struck_table,
    strike.struck_batch,
    strike.struck_row,
from strike
left join observation
    on observation.batch_id = strike.struck_batch
    and observation.row_no = strike.struck_row
where strike.batch_id = $batch_id
    and strike.struck_table = 'observation'
    and observation.row_no is null;
