-- A number to reach, keep to or cover. Grain: one row per target. Key: target_id. value is in uom.
-- kind: target | standard | quota | population | aim. op: ge | eq | le | approx. An aim is a wish in words, never an achievement.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table target (
    target_id varchar not null,
    kind varchar not null,
    subject varchar not null,
    subject_code varchar not null,
    unit_id varchar,
    variant varchar,
    op varchar not null,
    value decimal(18, 4),
    qualifier varchar not null,
    printed varchar,
    uom varchar,
    uom_en varchar,
    coverage varchar,
    due date,
    name varchar not null,
    name_en varchar not null,
    note varchar,
    note_en varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
