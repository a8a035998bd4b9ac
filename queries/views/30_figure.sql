-- Observations known at an event, of each unit, metric and variant only the latest as_of not after `until` (null = any day).
-- has_whole: the unit also gave the plain variant of the metric. Grain: one row per unit, metric and variant.
create or replace macro latest_at(known_on, until) as table
with latest as (
    from observation_at(known_on)
    where until is null
        or as_of <= until
    qualify row_number() over (partition by unit_id, metric_id, variant order by as_of desc) = 1
)

select
    *,
    bool_or(variant = '') over (partition by unit_id, metric_id) as has_whole,
from latest;

-- Which series have any figure, without the figures: narrow, so that counting a million rows stays quick.
-- Grain: one row per unit, metric and variant. last_day: its latest as_of not after `until` (null = any day).
create or replace macro series_at(known_on, until) as table
select
    unit_id,
    metric_id,
    variant,
    max(as_of) as last_day,
from observation_at(known_on)
where until is null
    or as_of <= until
group by unit_id, metric_id, variant;

-- Observations with everything a reader needs to understand them, in both languages. Grain: as figures.
-- figures: the name of a relation of observation_at with has_whole; whatever else it has stays beside it.
-- part_of: the variant it is an 其中 of ('' = the plain one), null when it stands by itself or the unit gave no whole.
-- lower and upper bound what the printed words allow: 超过60 is 60 to infinity, 约30 is anything.
-- goal: the heading it stands under, else the metric's. rank_group: the units it may be ranked among, 'all' for a metric
-- that may be compared across groups.
create or replace macro figure_of(figures, known_on) as table
select
    figure.* exclude (has_whole, known_from, known_to)
        replace (figure.value::double as value, coalesce(figure.goal, metric.goal) as goal),
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.level,
    unit.comparable_group,
    unit.active,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    metric.kind as metric_kind,
    metric.frequency,
    metric.group_code,
    metric.headline_no,
    metric.additive,
    metric.comparable,
    metric.use_class,
    metric.direction,
    metric.definition,
    metric.definition_en,
    metric.sort as metric_sort,
    if(metric.comparable = 'all', 'all', unit.comparable_group) as rank_group,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    case
        when variant.part_of <> 'whole' then variant.part_of
        when figure.has_whole and variant.part_of = 'whole' then ''
    end as part_of,
    coalesce(variant.sort, 0) as variant_sort,
    case when figure.qualifier in ('exact', 'at_least') then figure.value::double else '-inf'::double end as lower,
    case when figure.qualifier in ('exact', 'under') then figure.value::double else 'inf'::double end as upper,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
from query_table(figures) as figure
join unit_at(known_on) as unit
    on unit.unit_id = figure.unit_id
join metric_at(known_on) as metric
    on metric.metric_id = figure.metric_id
left join variant_at(known_on) as variant
    on variant.metric_id = figure.metric_id
    and variant.variant = figure.variant
left join theme_at(known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = figure.coverage;

-- The latest figures with all of that. Grain: one row per unit, metric and variant.
create or replace macro figure_at(known_on, until) as table
with latest as (
    from latest_at(known_on, until)
)

from figure_of('latest', known_on);

-- The figures as they stood before a day of each metric.
-- months: the name of a relation of metric_id and month_start, that day; it stays beside the figure.
-- Grain: one row per unit, metric and variant that had a figure then.
create or replace macro before_of(months, known_on) as table
with latest as (
    select
        observation.*,
        month.month_start,
    from observation_at(known_on) as observation
    join query_table(months) as month
        on month.metric_id = observation.metric_id
        and month.month_start > observation.as_of
    qualify row_number() over (
        partition by observation.unit_id, observation.metric_id, observation.variant
        order by observation.as_of desc
    ) = 1
),

reported as (
    select
        *,
        bool_or(variant = '') over (partition by unit_id, metric_id) as has_whole,
    from latest
)

from figure_of('reported', known_on);

-- Who took part, and in which group, before a day; the log says where it reaches back so far.
-- months: the name of a relation of month_start. Grain: one row per month_start and unit.
create or replace macro member_before(months, known_on) as table
select
    reach.month_start,
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort,
    unit.comparable_group,
from (
    select
        month_start,
        event_before(known_on, month_start) as event_no,
    from (select distinct month_start from query_table(months))
) as reach
join unit_span as unit
    on unit.known_from <= reach.event_no
    and reach.event_no < unit.known_to
where unit.active;
