-- How far a unit says it is in a phase. Grain: one row per unit, phase and as_of. Key: unit_id ('*' = the whole campaign), phase_no, as_of.
-- status: not_started | doing | done, as reported; it is never computed from today's date. percent is 0-100 or empty.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table phase_status (
    unit_id varchar not null,
    phase_no integer not null,
    as_of date not null,
    status varchar not null,
    percent decimal(18, 4),
    note varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
