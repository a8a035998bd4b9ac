-- Which figures does one unit hand in for a period, and what did it say last time?
-- What it is assigned on that day; where nothing is assigned, what it has ever reported; else every metric.
-- Grain: one row per metric and variant, by goal. last_*: its latest figure before the period; now_*: the one for the
-- period itself; null where there is none. coverage_name: that of its latest figure. Parameters: known_on, period, unit_id.
with assigned as (
    select
        metric_id,
        variant,
    from assignment_at($known_on)
    where unit_id = $unit_id
        and starts_on <= $period::date
        and (ends_on is null or ends_on >= $period::date)
    group by metric_id, variant
    having not arg_max(not_applicable, starts_on)
),

reported as (
    select distinct
        metric_id,
        variant,
    from observation_at($known_on)
    where unit_id = $unit_id
),

wanted as (
    from assigned
    union all
    from reported
    where not exists (from assigned)
    union all
    select
        metric_id,
        '' as variant,
    from metric_at($known_on)
    where not exists (from assigned)
        and not exists (from reported)
),

before as (
    from latest_at($known_on, $period::date - 1)
    where unit_id = $unit_id
),

present as (
    from observation_at($known_on)
    where unit_id = $unit_id
        and as_of = $period::date
)

select
    wanted.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    metric.frequency,
    metric.definition,
    metric.definition_en,
    wanted.variant,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    before.as_of as last_as_of,
    before.value::double as last_value,
    before.qualifier as last_qualifier,
    before.printed as last_printed,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
    present.value::double as now_value,
    present.qualifier as now_qualifier,
    present.printed as now_printed,
    present.note as now_note,
from wanted
join metric_at($known_on) as metric
    on metric.metric_id = wanted.metric_id
left join variant_at($known_on) as variant
    on variant.metric_id = wanted.metric_id
    and variant.variant = wanted.variant
left join theme_at($known_on) as goal
    on goal.kind = 'goal'
    and goal.code = metric.goal
left join before
    on before.metric_id = wanted.metric_id
    and before.variant = wanted.variant
left join present
    on present.metric_id = wanted.metric_id
    and present.variant = wanted.variant
left join theme_at($known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = coalesce(present.coverage, before.coverage)
order by goal.no nulls last, metric.sort, wanted.metric_id, variant.sort nulls first, wanted.variant;
