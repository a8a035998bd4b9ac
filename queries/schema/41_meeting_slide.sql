-- 会议议程. Signed acts: no second person publishes them.
-- Grain: one row per slide of each version of a meeting’s agenda. Key: meeting_id, version, slide_no.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table meeting_slide (
    meeting_id varchar not null,
    version integer not null,
    slide_no integer not null,
    slide_id varchar not null,
    kind varchar not null,
    panel varchar,
    unit_id varchar,
    metric_id varchar,
    comparable_group varchar,
    title varchar,
    text varchar,
    notes varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
