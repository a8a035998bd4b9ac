-- 会议定稿. Signed acts: no second person publishes them.
-- Grain: one row per slide as it was finalised, and row 0 for the meeting itself. Key: meeting_id, slide_no.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table meeting_final (
    meeting_id varchar not null,
    slide_no integer not null,
    known_on bigint not null,
    content varchar not null,
    frame varchar,
    sha256 varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
