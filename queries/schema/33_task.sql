-- Matters handed to units (督办). Signed acts: no second person publishes them.
-- Grain: one row per matter handed to a unit. Key: task_id.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table task (
    task_id varchar not null,
    unit_id varchar not null,
    title varchar not null,
    ground varchar,
    evidence varchar,
    origin varchar,
    owner varchar,
    due_on date,
    batch_id varchar not null,
    row_no bigint not null,
);
