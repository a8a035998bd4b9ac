-- May a metric be ranked within a comparable group? Grain: one row per metric, variant and group with any figure.
-- figures: the name of a relation of latest rows of described_at, so that who has them at hand need not read them again.
-- An 其中 is left out: it is ranked with its whole. group_units: units of the group in the official list; the group is
-- 'all' for a metric that may be compared across groups.
-- reasons: why not, strongest first, empty when it may: not_comparable | publicity | coverage_differs |
-- variant_differs | too_few (under gate_least_units of the settings) | too_small_a_share (under gate_least_share of the
-- group); both as set at known_on, by default three and two thirds, as in campaign/options.py.
create or replace macro gate_of(figures, known_on) as table
with threshold as (
    select
        coalesce(max(value::double) filter (name = 'gate_least_units'), 3) as units,
        coalesce(max(value::double) filter (name = 'gate_least_share'), 66.66) / 100 as share,
    from setting_at(known_on)
    where name in ('gate_least_units', 'gate_least_share')
),

group_size as (
    select
        coalesce(comparable_group, 'all') as rank_group,
        count(*) as group_units,
    from unit_at(known_on)
    where active
    group by grouping sets ((comparable_group), ())
),

reported as (
    select
        metric_id,
        variant,
        rank_group,
        any_value(variant_name) as variant_name,
        any_value(variant_name_en) as variant_name_en,
        any_value(comparable) as comparable,
        any_value(use_class) as use_class,
        count(*) as units,
        min(coverage) <> max(coverage) as coverage_differs,
    from query_table(figures)
    where part_of is null
        and active
    group by metric_id, variant, rank_group
),

variants as (
    select
        metric_id,
        rank_group,
        count(*) as group_variants,
    from reported
    group by metric_id, rank_group
)

select
    reported.metric_id,
    reported.variant,
    reported.rank_group as comparable_group,
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
            if(reported.units < threshold.units, 'too_few', null),
            if(
                reported.units >= threshold.units and reported.units < group_size.group_units * threshold.share,
                'too_small_a_share',
                null
            ),
        ],
        lambda reason: reason is not null
    ) as reasons,
from reported
join variants using (metric_id, rank_group)
join group_size using (rank_group)
cross join threshold;
