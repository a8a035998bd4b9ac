-- Who is recommended for an award. Signed acts: no second person publishes them.
-- Grain: one row per case, unit or person recommended for an award. Key: nomination_id.
-- is_person: true: the subject is a person, whose name is not public before 公布.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table nomination (
    nomination_id varchar not null,
    award varchar not null,
    unit_id varchar not null,
    subject varchar not null,
    is_person boolean not null,
    note varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
