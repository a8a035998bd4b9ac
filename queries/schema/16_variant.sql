-- The kinds within a metric that must not be pooled. Grain: one row per metric and variant. Key: metric_id, variant.
-- part_of: the variant (or whole, the plain one) this is an 其中 of. sums: the variants add up to a meaningful total.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table variant (
    metric_id varchar not null,
    variant varchar not null,
    name varchar not null,
    name_en varchar not null,
    part_of varchar,
    sums boolean not null,
    sort integer,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
