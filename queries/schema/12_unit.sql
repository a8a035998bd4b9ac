-- Who reports. Grain: one row per unit. Key: unit_id. sort is 规定序, the order offices list units in.
-- level: city | county | town. comparable_group: units are only ever ranked inside one. division_code is empty for city units.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table unit (
    unit_id varchar not null,
    name varchar not null,
    short_name varchar not null,
    name_en varchar not null,
    short_name_en varchar not null,
    level varchar not null,
    division_code varchar,
    comparable_group varchar not null,
    assessment varchar,
    sort integer not null,
    active boolean not null,
    valid_from date,
    place varchar,
    note varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
