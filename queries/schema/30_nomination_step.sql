-- How far each nomination has come. Signed acts: no second person publishes them.
-- Grain: one row per nomination and stage it has reached. Key: nomination_id, stage.
-- outcome: passed: goes on; stopped: ends here; withdrawn: taken back by who recommended.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table nomination_step (
    nomination_id varchar not null,
    stage varchar not null,
    outcome varchar not null,
    on_date date not null,
    note varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
