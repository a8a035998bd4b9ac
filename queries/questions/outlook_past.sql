-- How did the running figures of closed years stand at the same time of the year, and how did they end?
-- Grain: one row per unit of the same group and closed year with exact figures both then and in the year's last month, of the
-- unit's own coverage and definition. Years of this campaign, and of the campaign before (上一活动数据), whose figures are
-- taken to count from the same day of the year as the unit's own.
-- starts_on, ends_on: of that year's figure; as_of, value: its report then; final: what it ended at.
-- Parameters: known_on, period, metric_id, unit_id.
with own as (
    select
        max(as_of) as as_of,
        year(max(as_of)) as year,
        arg_max(period_start, as_of) as period_start,
        arg_max(coverage, as_of) as coverage,
    from observation_at($known_on)
    where unit_id = $unit_id
        and metric_id = $metric_id
        and variant = ''
        and ($period::date is null or as_of <= $period::date)
),

report as (
    select
        unit_id,
        metric_id,
        variant,
        as_of,
        value,
        qualifier,
        coverage,
        coalesce(period_start, make_date(year(as_of), 1, 1)) as starts_on,
    from observation_at($known_on)

    union all

    select
        prior.unit_id,
        prior.metric_id,
        prior.variant,
        prior.as_of,
        prior.value,
        prior.qualifier,
        prior.coverage,
        coalesce(own.period_start, (select min(started_on) from campaign_at($known_on)))
        - to_years((own.year - year(prior.as_of))::integer),
    from prior_observation_at($known_on) as prior
    cross join own
),

closed as (
    select
        report.unit_id,
        year(report.as_of) as year,
        report.as_of,
        report.value::double as value,
        report.starts_on,
    from report
    cross join own
    join unit_at($known_on) as unit
        on unit.unit_id = report.unit_id
    join unit_at($known_on) as mine
        on mine.unit_id = $unit_id
        and mine.comparable_group = unit.comparable_group
    where report.metric_id = $metric_id
        and report.variant = ''
        and report.qualifier = 'exact'
        and report.coverage = own.coverage
        and year(report.as_of) < own.year
        and report.as_of >= report.starts_on
        and not exists (
            from redefined_at($known_on) as redefined
            where redefined.metric_id = $metric_id
                and redefined.changed_on > report.as_of
                and redefined.changed_on <= own.as_of
        )
)

select
    closed.unit_id,
    closed.year,
    min(closed.starts_on)::date as starts_on,
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
