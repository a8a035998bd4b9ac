-- Rows that a batch of strikes names in no table of the contract. Parameters: batch_id, table_names.
select
    struck_table,
    struck_batch,
    struck_row,
from strike
where batch_id = $batch_id
    and not list_contains($table_names, struck_table);
