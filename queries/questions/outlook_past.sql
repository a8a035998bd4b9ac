-- How did the running figures of closed years stand at the same time of the year, and how did they end?
-- Grain: one row per unit of the same group and closed year with exact figures both then and in the year's last month.
-- starts_on, ends_on: of that year's figure; as_of, value: its report then; final: what it ended at.
-- Parameters: known_on, period, metric_id, unit_id.
with own as (
    select
        max(as_of) as as_of,
        year(max(as_of)) as year,
    from observation_at($known_on)
    where unit_id = $unit_id
        and metric_id = $metric_id
        and variant = ''
        and ($period::date is null or as_of <= $period::date)
),

closed as (
    select
        observation.unit_id,
        year(observation.as_of) as year,
        observation.as_of,
        observation.value::double as value,
        coalesce(observation.period_start, make_date(year(observation.as_of), 1, 1)) as starts_on,
    from observation_at($known_on) as observation
    join unit_at($known_on) as unit
        on unit.unit_id = observation.unit_id
    join unit_at($known_on) as mine
        on mine.unit_id = $unit_id
        and mine.comparable_group = unit.comparable_group
    where observation.metric_id = $metric_id
        and observation.variant = ''
        and observation.qualifier = 'exact'
        and year(observation.as_of) < (select own.year from own)
)

select
    closed.unit_id,
    closed.year,
    min(closed.starts_on) as starts_on,
    make_date(closed.year, 12, 31) as ends_on,
    max(closed.as_of) filter (closed.as_of <= own.as_of - to_years((own.year - closed.year)::integer)) as as_of,
    arg_max(closed.value, closed.as_of) filter (
        closed.as_of <= own.as_of - to_years((own.year - closed.year)::integer)
    ) as value,
    arg_max(closed.value, closed.as_of) as final,
from closed
cross join own
group by closed.unit_id, closed.year
having max(closed.as_of) >= make_date(closed.year, 12, 1)
    and count(*) filter (closed.as_of <= own.as_of - to_years((own.year - closed.year)::integer)) > 0
order by closed.year, closed.unit_id;
