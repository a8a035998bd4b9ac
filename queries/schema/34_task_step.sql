-- What happened to each task. Signed acts: no second person publishes them.
-- Grain: one row per step of a task. Key: task_id, step_no.
-- step: 交办, 反馈, 核查, 销号, 退回重办, 延期.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table task_step (
    task_id varchar not null,
    step_no integer not null,
    step varchar not null,
    on_date date not null,
    due_on date,
    note varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
