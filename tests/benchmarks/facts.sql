-- A made-up campaign's facts: each month each unit hands in all its metrics as one batch, another person publishes it,
-- and every 50th of these batches (2 %) is handed in again whole, with other values. After reference.sql.
-- Parameters: periods.
create or replace temp table handed_in as
with filled_in as (
    select
        unit.unit_id,
        unit.sort as unit_no,
        period_no,
        is_correction,
    from unit
    cross join unnest(range(1, $periods + 1)) as period(period_no)
    cross join unnest([false, true]) as pass(is_correction)
    where not is_correction
        or (unit.sort + period_no) % 50 = 0
)

select
    *,
    13 + row_number() over (order by period_no, is_correction, unit_no) as batch_no,
    printf('B%06d', batch_no) as batch_id,
    last_day(date '2019-12-01' + to_months(period_no::integer - if(unit_no % 20 = 0, 1, 0))) as as_of,
from filled_in;

insert into batch (batch_id, table_name, title, file_name, row_count)
select
    batch_id,
    'observation',
    if(is_correction, '更正', '月报'),
    unit_id || '.xlsx',
    (select count(*) from metric),
from handed_in
order by batch_no;

insert into event
select
    2 * batch_no - 1 + step_no,
    as_of + interval 3 days + to_seconds(2 * unit_no + step_no),
    ['submitted', 'published'][step_no + 1],
    ['张三', '李四'][step_no + 1],
    batch_id,
    null,
    false,
from handed_in
cross join unnest([0, 1]) as step(step_no)
order by batch_no, step_no;

insert into observation
select
    handed_in.unit_id,
    metric.metric_id,
    '',
    handed_in.as_of,
    handed_in.period_no * 20 + (handed_in.unit_no * 7 + metric.row_no * 13) % 200 + if(handed_in.is_correction, 1, 0),
    if((handed_in.unit_no + metric.row_no) % 10 = 0, 'at_least', 'exact'),
    handed_in.period_no * 20 + (handed_in.unit_no * 7 + metric.row_no * 13) % 200 || '件',
    if(metric.row_no % 8 = 3 and handed_in.unit_no % 2 = 0, 'county', 'own'),
    null,
    null,
    null,
    null,
    'A' || metric.row_no,
    handed_in.batch_id,
    metric.row_no,
from handed_in
cross join metric
order by handed_in.batch_no, metric.row_no;

insert into action_log
select unit.unit_id, action.action_id, '', 'month-' || month_no, 'done', 1, null, null, null, 'B000011', row_number() over (),
from unit
cross join action
cross join unnest(range(1, 13)) as month(month_no);

insert into phase_status
select
    unit.unit_id, phase.no, date '2020-01-01' + to_months(month_no::integer), 'doing', null, null, null,
    'B000012', row_number() over (),
from unit
cross join theme as phase
cross join unnest(range(1, 5)) as month(month_no)
where phase.kind = 'phase';

insert into record
select
    unit.unit_id || '-' || number, unit.unit_id, 'recognition', null, '表彰' || number, 'Recognition ' || number, null, null,
    ['nation', 'province', 'city', 'county'][1 + number % 4], null, date '2020-06-30', null, null, null, false, null, null, null,
    '1.1', 'B000013', row_number() over (),
from unit
cross join unnest(range(1, 11)) as record(number);

drop table handed_in;
