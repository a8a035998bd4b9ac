-- What tells whether a batch was handed in before. Grain: one row per batch.
-- Columns: table_name, file_sha256 of its bytes, records_sha256 of its rows as understood; null where there is none.
select
    table_name,
    file_sha256,
    records_sha256,
from batch;
