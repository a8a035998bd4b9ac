-- Days that are not what their weekday says. Grain: one row per such day. Key: day. A year without a row is unknown, not plain.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table calendar (
    day date not null,
    is_working boolean not null,
    name varchar not null,
    source varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
