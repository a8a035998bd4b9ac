-- Names and rules without numbers: phases, goals, awards, coverages, methods … Grain: one row per entry. Key: kind, code.
-- starts_on and ends_on are empty where nobody printed a date; unit_id is empty for what holds for the whole campaign.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table theme (
    kind varchar not null,
    code varchar not null,
    no integer,
    name varchar not null,
    name_en varchar not null,
    text varchar,
    text_en varchar,
    unit_id varchar,
    starts_on date,
    ends_on date,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
