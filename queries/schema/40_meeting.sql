-- 会议. Signed acts: no second person publishes them.
-- Grain: one row per meeting; a later row of the same meeting replaces the earlier. Key: meeting_id.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table meeting (
    meeting_id varchar not null,
    name varchar not null,
    agenda varchar not null,
    held_on date not null,
    place varchar,
    point bigint,
    version integer not null,
    batch_id varchar not null,
    row_no bigint not null,
);
