-- The highest block of the file that one table and its spans, or the catalogue, are kept in (null: none yet).
-- Written for observation; the store changes only the table's name.
select max(block_id)::bigint as block_id
from (
    select block_id from pragma_storage_info('observation')
    union all
    select block_id from pragma_storage_info('observation_span')
    union all
    select block_id from pragma_metadata_info()
);
