-- Everything reported, unit by metric, in official order (一键汇总表).
-- Grain: one row per active unit and metric that any of these units reports or must report (plain and standalone
-- variants apart).
-- state: reported | not_applicable (不涉及) | missing (未报: assigned, no figure) | not_asked (nobody asked this unit).
-- Parameters: known_on, period, goal (null = all), comparable_group (null = all).
with member as (
    select
        unit_id,
        short_name,
        short_name_en,
        sort,
    from unit_at($known_on)
    where active
        and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
),

figure as (
    select
        unit_id,
        metric_id,
        variant,
        as_of,
        value,
        qualifier,
        printed,
        coverage,
        goal,
        place,
    from latest_at($known_on, $period::date)
    semi join member using (unit_id)
),

duty as (
    select
        unit_id,
        metric_id,
        variant,
        arg_max(not_applicable, starts_on) as not_applicable,
    from assignment_at($known_on)
    semi join member using (unit_id)
    where ($period::date is null or starts_on <= $period::date)
        and (ends_on is null or ends_on >= coalesce($period::date, ends_on))
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
    join metric_at($known_on) as metric
        on metric.metric_id = asked.metric_id
    left join theme_at($known_on) as goal
        on goal.kind = 'goal'
        and goal.code = metric.goal
    left join variant_at($known_on) as variant
        on variant.metric_id = asked.metric_id
        and variant.variant = asked.variant
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    named.metric_id,
    named.metric_name,
    named.metric_name_en,
    named.uom,
    named.uom_en,
    named.metric_sort,
    named.additive,
    named.variant,
    named.variant_name,
    named.variant_name_en,
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
left join theme_at($known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = figure.coverage
left join duty
    on duty.unit_id = unit.unit_id
    and duty.metric_id = named.metric_id
    and duty.variant = named.variant
where $goal::varchar is null
    or coalesce(figure.goal, named.goal) = $goal::varchar
order by named.goal_no nulls last, named.metric_sort, named.metric_id, named.variant_sort nulls first, unit.sort;
