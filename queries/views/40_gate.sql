-- May a metric be ranked within a comparable group? Grain: one row per metric, variant and group with any figure.
-- An 其中 is left out: it is ranked with its whole. group_units: units of the group in the official list; the group is
-- 'all' for a metric that may be compared across groups.
-- reasons: why not, strongest first, empty when it may: not_comparable | publicity | coverage_differs |
-- variant_differs | too_few (under three) | too_small_a_share (under two thirds of the group).
create or replace macro gate_at(known_on, until) as table
with figure as (
    select
        figure.metric_id,
        figure.variant,
        figure.coverage,
        variant.name as variant_name,
        variant.name_en as variant_name_en,
        metric.comparable,
        metric.use_class,
        if(metric.comparable = 'all', 'all', unit.comparable_group) as comparable_group,
    from reported_at(known_on, until, true) as figure
    join metric_at(known_on) as metric
        on metric.metric_id = figure.metric_id
    join unit_at(known_on) as unit
        on unit.unit_id = figure.unit_id
        and unit.active
    left join variant_at(known_on) as variant
        on variant.metric_id = figure.metric_id
        and variant.variant = figure.variant
    where variant.part_of is null
        or (variant.part_of = 'whole' and not figure.has_whole)
),

group_size as (
    select
        coalesce(comparable_group, 'all') as comparable_group,
        count(*) as group_units,
    from unit_at(known_on)
    where active
    group by grouping sets ((comparable_group), ())
),

reported as (
    select
        metric_id,
        variant,
        comparable_group,
        any_value(variant_name) as variant_name,
        any_value(variant_name_en) as variant_name_en,
        any_value(comparable) as comparable,
        any_value(use_class) as use_class,
        count(*) as units,
        min(coverage) <> max(coverage) as coverage_differs,
    from figure
    group by metric_id, variant, comparable_group
),

variants as (
    select
        metric_id,
        comparable_group,
        count(*) as group_variants,
    from reported
    group by metric_id, comparable_group
)

select
    reported.metric_id,
    reported.variant,
    reported.comparable_group,
    reported.variant_name,
    reported.variant_name_en,
    reported.units::bigint as units,
    group_size.group_units::bigint as group_units,
    list_filter(
        [
            if(reported.comparable = 'none', 'not_comparable', null),
            if(reported.use_class = 'publicity', 'publicity', null),
            if(reported.coverage_differs, 'coverage_differs', null),
            if(variants.group_variants > 1, 'variant_differs', null),
            if(reported.units < 3, 'too_few', null),
            if(reported.units >= 3 and reported.units * 3 < group_size.group_units * 2, 'too_small_a_share', null),
        ],
        lambda reason: reason is not null
    ) as reasons,
from reported
join variants using (metric_id, comparable_group)
join group_size using (comparable_group);
