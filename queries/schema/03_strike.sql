-- Rows of earlier batches struck out (作废), each with its reason. A strike counts while its own batch is published.
-- Grain: one row per struck row. Key: struck_table, struck_batch, struck_row.
create table strike (
    struck_table varchar not null,
    struck_batch varchar not null,
    struck_row bigint not null,
    reason varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
