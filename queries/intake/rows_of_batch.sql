-- The rows of a batch as they were handed in, under the name the comparison reads them by. Parameters: batch_id.
-- Written for observation; the store changes only the table's name.
create or replace temp table incoming as
select * exclude (batch_id)
from observation
where batch_id = $batch_id;
