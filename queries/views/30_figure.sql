-- Observations known at an event whose as_of is not after `until` (null = any day); with latest_only, of each unit,
-- metric and variant only the latest as_of. Grain: one row per unit, metric, variant and as_of.
create or replace macro observed_at(known_on, until, latest_only) as table
from observation_at(known_on)
where until is null
    or as_of <= until
qualify not latest_only
    or row_number() over (partition by unit_id, metric_id, variant order by as_of desc) = 1;

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

-- The same with has_whole: the unit also gave the plain variant of the metric.
-- Grain: one row per unit, metric, variant and as_of.
create or replace macro reported_at(known_on, until, latest_only) as table
select
    *,
    bool_or(variant = '') over (partition by unit_id, metric_id) as has_whole,
from observed_at(known_on, until, latest_only);

-- The same with its unit, metric and variant in both languages, but the coverage as a code.
-- part_of: the variant it is an 其中 of ('' = the plain one), null when it stands by itself or the unit gave no whole.
-- lower and upper bound what the printed words allow: 超过60 is 60 to infinity, 约30 is anything.
-- goal: the heading it stands under, else the metric's. rank_group: the units it may be ranked among, 'all' for a metric
-- that may be compared across groups.
create or replace macro described_at(known_on, until, latest_only) as table
select
    figure.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.level,
    unit.comparable_group,
    unit.active,
    figure.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    metric.kind as metric_kind,
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
    figure.variant,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    case
        when variant.part_of <> 'whole' then variant.part_of
        when figure.has_whole and variant.part_of = 'whole' then ''
    end as part_of,
    coalesce(variant.sort, 0) as variant_sort,
    figure.as_of,
    figure.period_start,
    figure.value::double as value,
    figure.qualifier,
    figure.printed,
    case when figure.qualifier in ('exact', 'at_least') then figure.value::double else '-inf'::double end as lower,
    case when figure.qualifier in ('exact', 'under') then figure.value::double else 'inf'::double end as upper,
    figure.coverage,
    coalesce(figure.goal, metric.goal) as goal,
    figure.note,
    figure.note_en,
    figure.place,
    figure.batch_id,
    figure.row_no,
from reported_at(known_on, until, latest_only) as figure
join unit_at(known_on) as unit
    on unit.unit_id = figure.unit_id
join metric_at(known_on) as metric
    on metric.metric_id = figure.metric_id
left join variant_at(known_on) as variant
    on variant.metric_id = figure.metric_id
    and variant.variant = figure.variant;

-- The same with everything a reader needs to understand a figure, in both languages.
create or replace macro figure_at(known_on, until, latest_only) as table
select
    figure.*,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
from described_at(known_on, until, latest_only) as figure
left join theme_at(known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = figure.coverage;
