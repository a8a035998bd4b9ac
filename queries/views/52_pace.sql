-- The numbers units are to reach from below, each unit's own before one for all. Grain: one row per active unit, metric and
-- variant ('' = the plain one) that has any. Of several due days the last is the target and all are its dated steps.
-- due: null = no day is set. step_days, step_values: ascending, one entry where there is only the target itself.
create or replace macro aim_at(known_on) as table
with whose as (
    select unit_id, unit_id as target_unit from unit_at(known_on)
    union all
    select unit_id, '' from unit_at(known_on)
),

aim as (
    select
        unit.unit_id,
        target.subject_code as metric_id,
        coalesce(nullif(target.variant, 'whole'), '') as variant,
        target.target_id,
        target.value::double as value,
        target.printed,
        target.uom,
        target.coverage,
        target.due,
        target.name,
        target.name_en,
        target.batch_id,
        target.row_no,
        target.unit_id is null as is_for_all,
    from target_at(known_on) as target
    join whose
        on whose.target_unit = coalesce(target.unit_id, '')
    join unit_at(known_on) as unit
        on unit.active
        and unit.unit_id = whose.unit_id
    where target.subject = 'metric'
        and target.kind = 'target'
        and target.op in ('ge', 'eq')
    qualify rank() over (
        partition by unit.unit_id, metric_id, coalesce(nullif(target.variant, 'whole'), '')
        order by target.unit_id is null
    ) = 1
),

step as (
    select
        unit_id,
        metric_id,
        variant,
        list(due order by due) as step_days,
        list(value order by due) as step_values,
    from aim
    where due is not null
    group by unit_id, metric_id, variant
)

select
    aim.*,
    step.step_days,
    step.step_values,
from aim
left join step using (unit_id, metric_id, variant)
qualify row_number() over (
    partition by unit_id, metric_id, variant
    order by aim.due desc nulls last, aim.target_id
) = 1;

-- Each unit's running figure beside what it is to reach, as the pace rule needs them; judged nowhere here.
-- Grain: one row per active unit, metric and variant with a target or a figure. Figures as of `until` or before.
-- day: the day looked at, `today` or `until` if that is earlier. stands_on: the figure's as_of, or the later day for which the
-- unit said that nothing had changed. before_on, before_upper: the report before it. is_asked: a period is asked for;
-- is_missed: the last one whose due day is past has no figure. starts_on: the first day counted, else the campaign's.
-- is_redefined: since that day the metric got another definition, which the target does not know.
-- is_not_applicable: 不涉及. value null: 未报. aim null: 未设目标.
create or replace macro paced_at(known_on, until, today) as table
-- the last two reports of each series first: the rest of it is sorted away without being carried along
with recent as (
    select
        unit_id,
        metric_id,
        variant,
        as_of,
        period_start,
        value::double as value,
        qualifier,
        printed,
        coverage,
        place,
        batch_id,
        row_no,
        row_number() over (partition by unit_id, metric_id, variant order by as_of desc) as report_no,
    from observation_at(known_on)
    where until is null
        or as_of <= until
    qualify report_no <= 2
),

series as materialized (
    select
        * exclude (report_no),
        lead(as_of) over steps as before_on,
        lead(if(qualifier in ('exact', 'under'), value, 'inf'::double)) over steps as before_upper,
    from recent
    window steps as (partition by unit_id, metric_id, variant order by report_no)
    qualify report_no = 1
),

unchanged as (
    select
        unit_id,
        max(as_of) as as_of,
    from no_change_at(known_on)
    where as_of <= least(today, coalesce(until, today))
    group by unit_id
),

asked as materialized (
    select
        unit_id,
        metric_id,
        variant,
        max(period_end) filter (state = 'missing' and due_day < least(today, coalesce(until, today))) as missed_on,
    from due_at(known_on, least(today, coalesce(until, today)))
    group by unit_id, metric_id, variant
),

duty as (
    select
        unit_id,
        metric_id,
        variant,
        arg_max(not_applicable, starts_on) as not_applicable,
    from assignment_at(known_on)
    group by unit_id, metric_id, variant
),

wanted as materialized (
    from aim_at(known_on)
),

pair as materialized (
    select
        coalesce(series.unit_id, aim.unit_id) as unit_id,
        coalesce(series.metric_id, aim.metric_id) as metric_id,
        coalesce(series.variant, aim.variant) as variant,
        series.as_of,
        series.period_start,
        series.value,
        series.qualifier,
        series.printed,
        series.coverage,
        series.place,
        series.before_on,
        series.before_upper,
        coalesce(series.batch_id, aim.batch_id) as batch_id,
        coalesce(series.row_no, aim.row_no) as row_no,
        aim.target_id,
        aim.value as aim,
        aim.printed as aim_printed,
        aim.uom as aim_uom,
        aim.coverage as aim_coverage,
        aim.due,
        aim.name as aim_name,
        aim.name_en as aim_name_en,
        aim.step_days,
        aim.step_values,
        aim.is_for_all,
    from series
    full join wanted as aim
        on aim.unit_id = series.unit_id
        and aim.metric_id = series.metric_id
        and aim.variant = series.variant
)

select
    pair.*,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.comparable_group,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.kind as metric_kind,
    metric.direction,
    metric.uom,
    metric.uom_en,
    metric.goal,
    metric.sort as metric_sort,
    metric.metric_id is null as is_unknown_metric,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    variant.sort as variant_sort,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
    least(today, coalesce(until, today)) as day,
    greatest(pair.as_of, if(unchanged.as_of > pair.as_of, unchanged.as_of, null)) as stands_on,
    coalesce(pair.period_start, (select min(started_on) from campaign_at(known_on))) as starts_on,
    asked.unit_id is not null as is_asked,
    coalesce(asked.missed_on > coalesce(stands_on, '-infinity'::date), false) as is_missed,
    coalesce(duty.not_applicable, false) as is_not_applicable,
    exists (
        from redefined_at(known_on) as redefined
        where redefined.metric_id = pair.metric_id
            and redefined.changed_on <= pair.as_of
            and redefined.changed_on > coalesce(
                pair.period_start,
                (select min(started_on) from campaign_at(known_on)),
                '-infinity'::date
            )
    ) as is_redefined,
from pair
join unit_at(known_on) as unit
    on unit.unit_id = pair.unit_id
    and unit.active
left join metric_at(known_on) as metric
    on metric.metric_id = pair.metric_id
left join variant_at(known_on) as variant
    on variant.metric_id = pair.metric_id
    and variant.variant = pair.variant
left join theme_at(known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = pair.coverage
left join unchanged
    on unchanged.unit_id = pair.unit_id
left join asked
    on asked.unit_id = pair.unit_id
    and asked.metric_id = pair.metric_id
    and asked.variant = pair.variant
left join duty
    on duty.unit_id = pair.unit_id
    and duty.metric_id = pair.metric_id
    and duty.variant = pair.variant
where pair.value is not null
    or not pair.is_for_all
    or duty.unit_id is not null;
