-- The rows of one table that a batch of strikes names. Parameters: batch_id, table_name.
create or replace temp table touched as
select struck_batch as batch_id, struck_row as row_no
from strike
where batch_id = $batch_id
    and struck_table = $table_name;
