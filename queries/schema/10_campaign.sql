-- The campaign this file holds. Grain: one row per campaign (a file has one). Key: campaign_id.
-- is_synthetic makes every page, slide and export say 演示数据. year_end_on is empty when no date is printed.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table campaign (
    campaign_id varchar not null,
    name varchar not null,
    name_en varchar not null,
    city varchar not null,
    city_en varchar not null,
    organiser varchar not null,
    organiser_en varchar not null,
    started_on date,
    meeting_on date,
    year_end_on date,
    document_title varchar,
    document_title_en varchar,
    source_line varchar,
    source_line_en varchar,
    is_synthetic boolean not null,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
