-- One text that stands for the rows of a batch and the row now known for each of their keys.
-- Written for observation and its key; the store changes only the table's name and the key columns. Parameters: batch_id.
with known_now as (
    select
        unit_id, metric_id, variant, as_of,
        batch_id as now_batch,
        row_no as now_row,
    from observation_span
    where known_to = 9223372036854775807
)

select concat_ws('-', count(*), bit_xor(hash(observation.row_no, known_now.now_batch, known_now.now_row))) as digest
from observation
left join known_now using (unit_id, metric_id, variant, as_of)
where observation.batch_id = $batch_id;
