-- Batches of one table with these bytes or these rows that are waiting, or published and nowhere succeeded or struck since.
-- Handing them in again would change nothing. Written for observation; the store changes only the table's name.
-- Parameters: file_sha256, records_sha256.
select batch.batch_id
from batch
join event using (batch_id)
where batch.table_name = 'observation'
    and (batch.file_sha256 = $file_sha256::varchar or batch.records_sha256 = $records_sha256::varchar)
group by batch.batch_id
having arg_max(event.kind, event.event_no) in ('submitted', 'passed')
    or (
        arg_max(event.kind, event.event_no) in ('published', 'restored')
        and batch.batch_id not in (
            select batch_id
            from observation_span
            group by batch_id
            having count(*) filter (known_to = 9223372036854775807) < count(distinct row_no)
        )
    )
order by batch.batch_id desc;
