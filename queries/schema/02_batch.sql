-- What arrived together: one file, form or paste of one kind. Append-only; its state is what the log says of it.
-- Grain: one row per batch. Key: batch_id. table_name is the table its rows belong to.
create table batch (
    batch_id varchar not null,
    table_name varchar not null,
    title varchar not null,
    file_name varchar not null,
    file_sha256 varchar,
    row_count bigint not null,
);
