-- Everything reported or asked for, unit by metric.
-- Grain: one row per active unit and metric that any unit reports or must report (plain and standalone variants apart).
-- Figures as of `until` or before (null = any day); what must be reported is what is assigned on that day.
-- state: reported | not_applicable (不涉及) | missing (未报: assigned, no figure) | not_asked (nobody asked this unit).
-- goal: the heading the figure stands under, else the metric's.
create or replace macro cell_at(known_on, until) as table
with member as (
    from unit_at(known_on)
    where active
),

figure as (
    from latest_at(known_on, until)
    semi join member using (unit_id)
),

duty as (
    select
        unit_id,
        metric_id,
        variant,
        arg_max(not_applicable, starts_on) as not_applicable,
    from assignment_at(known_on)
    semi join member using (unit_id)
    where (until is null or starts_on <= until)
        and (ends_on is null or ends_on >= coalesce(until, ends_on))
    group by unit_id, metric_id, variant
),

asked as (
    select metric_id, variant from figure
    union
    select metric_id, variant from duty
),

-- named before it is set beside every unit: a few rows to join, not one for each unit
named as materialized (
    select
        metric.metric_id,
        metric.name as metric_name,
        metric.name_en as metric_name_en,
        metric.uom,
        metric.uom_en,
        metric.sort as metric_sort,
        metric.additive,
        metric.goal,
        goal.no as goal_no,
        asked.variant,
        variant.name as variant_name,
        variant.name_en as variant_name_en,
        variant.sort as variant_sort,
    from asked
    join metric_at(known_on) as metric
        on metric.metric_id = asked.metric_id
    left join theme_at(known_on) as goal
        on goal.kind = 'goal'
        and goal.code = metric.goal
    left join variant_at(known_on) as variant
        on variant.metric_id = asked.metric_id
        and variant.variant = asked.variant
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.comparable_group,
    named.* exclude (goal),
    coalesce(figure.goal, named.goal) as goal,
    case
        when figure.value is not null then 'reported'
        when duty.not_applicable then 'not_applicable'
        when duty.unit_id is not null then 'missing'
        else 'not_asked'
    end as state,
    figure.value::double as value,
    figure.qualifier,
    figure.printed,
    figure.coverage,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
    figure.as_of,
    figure.place,
from member as unit
cross join named
left join figure
    on figure.unit_id = unit.unit_id
    and figure.metric_id = named.metric_id
    and figure.variant = named.variant
left join theme_at(known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = figure.coverage
left join duty
    on duty.unit_id = unit.unit_id
    and duty.metric_id = named.metric_id
    and duty.variant = named.variant;
