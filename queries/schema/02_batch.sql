-- What arrived together: one file, form or paste of one kind. Append-only; its state is what the log says of it.
-- Grain: one row per batch. Key: batch_id. table_name is the table its rows belong to.
-- file_sha256: of the bytes handed in. records_sha256: of the rows as understood, so that a copy in another file is known.
-- token: made when the file was read; the same token twice is one submission. original: id of the kept file in data/local;
-- attachment: of the kept scan of the stamped sheet.
-- note: what the person said of it (代录 and on whose word). Each is null where there is none.
create table batch (
    batch_id varchar not null,
    table_name varchar not null,
    title varchar not null,
    file_name varchar not null,
    file_sha256 varchar,
    records_sha256 varchar,
    token varchar,
    original varchar,
    attachment varchar,
    note varchar,
    row_count bigint not null,
);
