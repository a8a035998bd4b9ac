-- The other names a unit is called by in files. Grain: one row per name. Key: alias; it names one unit only.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table unit_alias (
    alias varchar not null,
    unit_id varchar not null,
    source varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
