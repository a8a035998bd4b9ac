-- A unit's word that nothing changed in a period (本期无变化). Grain: one row per unit and period end. Key: unit_id, as_of.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table no_change (
    unit_id varchar not null,
    as_of date not null,
    note varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
