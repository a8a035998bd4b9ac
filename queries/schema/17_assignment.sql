-- Who must report what, from when to when. Grain: one row per unit, metric, variant and start.
-- Key: unit_id, metric_id, variant, starts_on. not_applicable: the unit has nothing to report (不涉及), which is not a blank.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table assignment (
    unit_id varchar not null,
    metric_id varchar not null,
    variant varchar not null,
    starts_on date not null,
    ends_on date,
    not_applicable boolean not null,
    source varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
