-- One unit's figures of one month: 12 of the page's metrics, growing month by month.
-- Grain: one row per metric, with row_no. Parameters: unit_id, month (1 is October 2021).
with metric_of_all as (
    select
        metric_id,
        row_number() over (order by row_no) as number,
    from metric
    qualify number <= 12
)

select
    unit.unit_id,
    metric_of_all.metric_id,
    '' as variant,
    last_day(date '2021-09-01' + to_months($month::integer)) as as_of,
    ($month * 20 + (unit.sort * 7 + metric_of_all.number * 13) % 90)::decimal(18, 4) as value,
    if((unit.sort + metric_of_all.number) % 5 = 0, 'at_least', 'exact') as qualifier,
    value::bigint || '件' as printed,
    'own' as coverage,
    null::date as period_start,
    null::varchar as goal,
    null::varchar as note,
    null::varchar as note_en,
    null::varchar as place,
    metric_of_all.number as row_no,
from unit
cross join metric_of_all
where unit.unit_id = $unit_id
order by row_no;
