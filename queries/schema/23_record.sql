-- Something that happened once and has a title. Grain: one row per record. Key: record_id. unit_id '*' = the whole campaign.
-- kind: recognition | milestone | document | check | notice | nomination | task. level: nation | province | city | county.
-- is_claim: the unit's own words (首创, 率先), proved by nobody else.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table record (
    record_id varchar not null,
    unit_id varchar not null,
    kind varchar not null,
    subtype varchar,
    title varchar not null,
    title_en varchar not null,
    body varchar,
    body_en varchar,
    level varchar,
    stage varchar,
    on_date date,
    date_printed varchar,
    amount decimal(18, 4),
    qualifier varchar,
    is_claim boolean not null,
    goal varchar,
    note varchar,
    note_en varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
