-- What judges gave. Signed acts: no second person publishes them.
-- Grain: one row per nomination and judge. Key: nomination_id, judge.
-- value: 0-100; empty: recused.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table award_score (
    nomination_id varchar not null,
    judge varchar not null,
    judge_unit_id varchar,
    value decimal(18, 4),
    batch_id varchar not null,
    row_no bigint not null,
);
