-- What a person has set otherwise than its default. Grain: one row per setting. Key: name. Signed acts: no second person publishes them.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table setting (
    name varchar not null,
    value varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
