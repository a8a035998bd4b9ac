-- When figures are asked for. Grain: one row per frequency, period and unit. Key: frequency, period_end, unit_id ('' = every unit).
-- opens_on: first day taken. due_on: last day in time, before the calendar moves it. locks_on: from here an organiser must unlock.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table reporting_window (
    frequency varchar not null,
    period_end date not null,
    unit_id varchar not null,
    opens_on date not null,
    due_on date not null,
    locks_on date,
    source varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
