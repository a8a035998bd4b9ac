-- What was done of an action. Grain: one row per unit, action, variant and period. Key: unit_id, action_id, variant, period_key.
-- status: done | late | missed | not_applicable. No row means not reported.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table action_log (
    unit_id varchar not null,
    action_id varchar not null,
    variant varchar not null,
    period_key varchar not null,
    status varchar not null,
    times integer,
    done_on date,
    note varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
