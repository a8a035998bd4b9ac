-- Something to be done, once or every period. Grain: one row per action. Key: action_id. unit_id is empty when all units owe it.
-- sort is the official order. cadence: once | week | halfmonth | month | quarter. requirement: required (规定动作) | optional (自选动作) | own (a unit's own method).
-- has_strip: drawn as a strip; units' own methods stay text, so that recording them is not a burden.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table action (
    action_id varchar not null,
    set_code varchar not null,
    set_name varchar not null,
    set_name_en varchar not null,
    name varchar not null,
    name_en varchar not null,
    cadence varchar not null,
    requirement varchar not null,
    required_by varchar,
    per varchar not null,
    goal varchar,
    phase_no integer,
    unit_id varchar,
    sort integer not null,
    starts_on date,
    has_strip boolean not null,
    text varchar,
    text_en varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
