-- 会议议定事项. Signed acts: no second person publishes them.
-- Grain: one row per decision noted in a meeting and unit it binds. Key: decision_id.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table meeting_decision (
    decision_id varchar not null,
    meeting_id varchar not null,
    text varchar not null,
    unit_id varchar,
    owner varchar,
    due_on date,
    task_id varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
