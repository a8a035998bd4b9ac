-- A made-up campaign's reference rows: groups of 50 units, 40 metrics of every sort, each unit asked for each metric.
-- Each table is one batch, B000001 and up, in the order the program loads them. Parameters: units, metrics.
insert into campaign
values (
    'benchmark', '演示', 'Benchmark', '演示市', 'Demo City', '演示单位', 'Demo organiser',
    date '2020-01-01', date '2020-01-01', null, null, null, null, null, true, null, 'B000001', 2
);

insert into division
select
    (372000 + number)::varchar,
    '演示区' || number,
    'District ' || number,
    'county',
    number,
    'inferred',
    'benchmark',
    'B000002',
    number + 1,
from unnest(range(1, 14)) as division(number);

insert into unit
select
    printf('unit-%05d', number),
    '演示市第' || number || '单位',
    '第' || number || '单位',
    'Demo Unit Number ' || number,
    'Unit ' || number,
    if(number % 50 < 10, 'city', 'county'),
    if(number % 50 < 10, null, (372001 + number % 13)::varchar),
    printf('group-%03d', (number - 1) // 50 + 1),
    null,
    number,
    true,
    date '2020-01-01',
    '2.0',
    null,
    'B000003',
    number + 1,
from unnest(range(1, $units + 1)) as unit(number);

insert into unit_alias
select short_name || '局', unit_id, null, 'B000004', row_no
from unit;

insert into theme
with entry as (
    select 'phase' as kind, 'phase-' || number as code, number as no, '阶段' as name, 'Phase' as name_en, null as unit_id
    from unnest(range(1, 4)) as phase(number)
    union all
    select 'goal', 'goal-' || number, number, '目标' || number, 'Goal ' || number, null
    from unnest(range(1, 5)) as goal(number)
    union all
    select 'award', 'award-' || number, number, '奖项' || number, 'Award ' || number, null
    from unnest(range(1, 5)) as award(number)
    union all
    select 'coverage', coverage, 1, if(coverage = 'own', '本单位', '全县'), coverage, null
    from unnest(['own', 'county']) as coverage(coverage)
    union all
    select 'level', level, 1, level, level, null
    from unnest(['nation', 'province', 'city', 'county']) as level(level)
    union all
    select 'comparable_group', comparable_group, min(sort), comparable_group, comparable_group, null
    from unit
    group by comparable_group
    union all
    select 'method', 'method-' || unit_id, sort, '工作法', 'Method', unit_id
    from unit
)

select kind, code, no, name, name_en, null, null, unit_id, null, null, '1.1', 'B000005', row_number() over (),
from entry;

insert into metric
select
    printf('metric-%02d', number),
    '指标' || number,
    'Metric ' || number,
    '件',
    'matters',
    'cumulative',
    'month',
    if(number % 5 = 0, 'down', 'up'),
    true,
    case number % 8 when 0 then 'none' when 4 then 'all' else 'group' end,
    if(number % 8 = 6, 'publicity', 'outcome'),
    'goal-' || (1 + number % 4),
    null,
    null,
    null,
    null,
    0,
    null,
    '报告期末累计数，子项目不另计',
    'The running total at the end of the period',
    null,
    number,
    if(number % 3 = 0, number // 3, null),
    date '2020-01-01',
    '2.1',
    'B000006',
    number + 1,
from unnest(range(1, $metrics + 1)) as metric(number);

insert into variant
select metric_id, 'large', '大型', 'Large', 'whole', false, 1, '2.1', 'B000007', row_no
from metric;

insert into assignment
select
    unit.unit_id,
    metric.metric_id,
    '',
    date '2020-01-01',
    null,
    (unit.sort + metric.row_no) % 100 = 0,
    null,
    'B000008',
    row_number() over (),
from unit
cross join metric;

insert into action
select
    'action-' || number,
    'set-1',
    '规定动作',
    'Required actions',
    '动作' || number,
    'Action ' || number,
    'month',
    'required',
    null,
    'unit',
    'goal-1',
    null,
    null,
    number,
    date '2020-01-01',
    true,
    null,
    null,
    null,
    'B000009',
    number + 1,
from unnest(range(1, 11)) as action(number);

insert into target
with goal as (
    select metric_id, null as unit_id, row_no
    from metric
    union all
    select metric.metric_id, unit.unit_id, unit.row_no
    from metric
    cross join unit
    where metric.row_no % 4 = 0
)

select
    concat_ws('-', metric_id, unit_id), 'target', 'metric', metric_id, unit_id, null,
    'ge', 1000, 'exact', '1000件', '件', 'matters', null, null, '目标', 'Target', null, null, '2.1', 'B000010', row_no,
from goal;

insert into batch (batch_id, table_name, title, file_name, row_count)
select printf('B%06d', number), table_name, table_name, table_name || '.csv', 0,
from unnest([
    'campaign', 'division', 'unit', 'unit_alias', 'theme', 'metric', 'variant', 'assignment', 'action', 'target',
    'action_log', 'phase_status', 'record',
]) with ordinality as reference(table_name, number);

insert into event
select
    event_no,
    timestamp '2020-01-01',
    if(event_no % 2 = 1, 'submitted', 'published'),
    '系统·出处',
    printf('B%06d', (event_no + 1) // 2),
    null,
    true,
from unnest(range(1, 27)) as reference(event_no);
