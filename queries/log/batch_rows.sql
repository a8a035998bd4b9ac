-- Batches of one table that hold more or fewer rows than were handed in.
-- Written for observation; the store changes only the table's name.
select
    batch.batch_id,
    batch.row_count as handed_in,
    count(observation.row_no)::bigint as found,
from batch
left join observation using (batch_id)
where batch.table_name = 'observation'
group by batch.batch_id, batch.row_count
having batch.row_count <> count(observation.row_no);
