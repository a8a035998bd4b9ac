-- Of targets with dated steps, which steps are done, and when?
-- Grain: one row per unit and step (the last is the target itself), in official order. done_on: the first report that reached
-- it by all its words allow at least; not_yet_on: the last report before that, null where there is none. day: the day looked at.
-- Parameters: known_on, period, today, metric_id (null = all), unit_id (null = all), comparable_group (null = all).
with step as (
    select
        aim.* exclude (step_days, step_values),
        unnest(step_days) as step_due,
        unnest(step_values) as step_value,
    from aim_at($known_on) as aim
    where len(step_days) > 1
        and ($metric_id::varchar is null or metric_id = $metric_id::varchar)
        and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
),

reached as (
    select
        step.unit_id,
        step.metric_id,
        step.variant,
        step.step_due,
        min(report.as_of) filter (
            report.qualifier in ('exact', 'at_least') and report.value >= step.step_value
        ) as done_on,
        max(report.as_of) filter (
            report.qualifier in ('exact', 'under') and report.value < step.step_value
        ) as not_yet_on,
    from step
    join observation_at($known_on) as report
        on report.unit_id = step.unit_id
        and report.metric_id = step.metric_id
        and report.variant = step.variant
    where $period::date is null
        or report.as_of <= $period::date
    group by all
)

select
    step.unit_id,
    unit.short_name,
    unit.short_name_en,
    step.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    step.step_value,
    step.step_due as due,
    reached.done_on,
    reached.not_yet_on,
    least($today::date, coalesce($period::date, $today::date)) as day,
    step.batch_id,
    step.row_no,
from step
join unit_at($known_on) as unit
    on unit.unit_id = step.unit_id
    and ($comparable_group::varchar is null or unit.comparable_group = $comparable_group::varchar)
join metric_at($known_on) as metric
    on metric.metric_id = step.metric_id
left join variant_at($known_on) as variant
    on variant.metric_id = step.metric_id
    and variant.variant = step.variant
left join reached
    on reached.unit_id = step.unit_id
    and reached.metric_id = step.metric_id
    and reached.variant = step.variant
    and reached.step_due = step.step_due
order by unit.sort, metric.sort, metric.metric_id, variant.sort nulls first, step.step_due;
