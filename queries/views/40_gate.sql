-- What the gate measures a group by. Grain: one row per group that any active unit is in, and 'all' for a metric that may be
-- compared across groups. group_units: units of the group in the official list. least_units, least_share: gate_least_units
-- and gate_least_share of the settings as set at known_on, by default three and two thirds, as in campaign/options.py.
create or replace macro gate_group_at(known_on) as table
with threshold as (
    select
        coalesce(max(value::double) filter (name = 'gate_least_units'), 3) as least_units,
        coalesce(max(value::double) filter (name = 'gate_least_share'), 66.66) / 100 as least_share,
    from setting_at(known_on)
    where name in ('gate_least_units', 'gate_least_share')
),

group_size as (
    select
        coalesce(comparable_group, 'all') as rank_group,
        count(*)::bigint as group_units,
    from unit_at(known_on)
    where active
    group by grouping sets ((comparable_group), ())
)

from group_size
cross join threshold;

-- May a metric be ranked within a comparable group? Grain: one row per moment, metric, variant and group with any figure.
-- figures, groups: the names of relations, so that who has them at hand need not read them again: latest rows of
-- figure_at, of active units and without 其中 (that is ranked with its whole), with a moment beside them, whatever tells one
-- set of figures from another; and gate_group_at.
-- reasons: why not, strongest first, empty when it may: not_comparable | publicity | coverage_differs |
-- variant_differs | too_few (under least_units) | too_small_a_share (under least_share of the group).
create or replace macro gate_of(figures, groups) as table
with reported as (
    select
        moment,
        metric_id,
        variant,
        rank_group,
        any_value(comparable) as comparable,
        any_value(use_class) as use_class,
        count(*) as units,
        min(coverage) <> max(coverage) as coverage_differs,
        count(*) over (partition by moment, metric_id, rank_group) > 1 as variant_differs,
    from query_table(figures)
    group by moment, metric_id, variant, rank_group
)

select
    reported.moment,
    reported.metric_id,
    reported.variant,
    reported.rank_group as comparable_group,
    reported.units,
    measure.group_units,
    list_filter(
        [
            if(reported.comparable = 'none', 'not_comparable', null),
            if(reported.use_class = 'publicity', 'publicity', null),
            if(reported.coverage_differs, 'coverage_differs', null),
            if(reported.variant_differs, 'variant_differs', null),
            if(reported.units < measure.least_units, 'too_few', null),
            if(
                reported.units >= measure.least_units and reported.units < measure.group_units * measure.least_share,
                'too_small_a_share',
                null
            ),
        ],
        lambda reason: reason is not null
    ) as reasons,
from reported
join query_table(groups) as measure using (rank_group);

-- May each metric be ranked, and if not, why not? Figures as of `until` or before (null = any day).
-- Grain: one row per metric, variant and comparable group with any figure. reasons: as gate_of has them.
create or replace macro gate_at(known_on, until) as table
with figure as (
    select
        'now' as moment,
        metric_id,
        variant,
        rank_group,
        comparable,
        use_class,
        coverage,
    from figure_at(known_on, until)
    where active
        and part_of is null
),

measure as (
    from gate_group_at(known_on)
)

select
    gate.* exclude (moment),
    metric.sort as metric_sort,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.goal,
    coalesce(group_theme.name, '全部单位') as group_name,
    coalesce(group_theme.name_en, 'All units') as group_name_en,
    len(gate.reasons) = 0 as may_be_ranked,
from gate_of('figure', 'measure') as gate
join metric_at(known_on) as metric using (metric_id)
left join variant_at(known_on) as variant
    on variant.metric_id = gate.metric_id
    and variant.variant = gate.variant
left join theme_at(known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = gate.comparable_group;
