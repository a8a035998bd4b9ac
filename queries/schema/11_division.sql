-- The counties, districts and zones of the city. Grain: one row per division. Key: division_code.
-- code_basis: gbt2260 (published code) | inferred (ours: the source names no code). sort is the official order.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table division (
    division_code varchar not null,
    name varchar not null,
    name_en varchar not null,
    kind varchar not null,
    sort integer not null,
    code_basis varchar not null,
    source varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
