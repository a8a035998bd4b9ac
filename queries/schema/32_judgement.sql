-- What a person decided of what the tests named. Signed acts: no second person publishes them.
-- Grain: one row per candidate the tests named and a person looked at. Key: candidate_id.
-- verdict: confirmed: 提请关注; dismissed: nothing is shown to anybody else.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table judgement (
    candidate_id varchar not null,
    unit_id varchar not null,
    ground varchar not null,
    verdict varchar not null,
    evidence varchar not null,
    reason varchar not null,
    on_date date not null,
    batch_id varchar not null,
    row_no bigint not null,
);
