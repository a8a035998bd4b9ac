-- The rows whose being known may change with their batch. Parameters: batch_id.
-- Written for observation; the store changes only the table's name.
create or replace temp table touched as
select batch_id, row_no
from observation
where batch_id = $batch_id;
