-- May each metric be ranked, and if not, why not?
-- Grain: one row per metric, variant and comparable group with any figure. reasons: list, empty when it may be ranked.
-- Parameters: known_on, period.
with figure as (
    select
        'now' as moment,
        metric_id,
        variant,
        rank_group,
        comparable,
        use_class,
        coverage,
    from figure_at($known_on, $period::date)
    where active
        and part_of is null
),

measure as (
    from gate_group_at($known_on)
)

select
    gate.* exclude (moment),
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.goal,
    coalesce(group_theme.name, '全部单位') as group_name,
    coalesce(group_theme.name_en, 'All units') as group_name_en,
    len(gate.reasons) = 0 as may_be_ranked,
from gate_of('figure', 'measure') as gate
join metric_at($known_on) as metric using (metric_id)
left join variant_at($known_on) as variant
    on variant.metric_id = gate.metric_id
    and variant.variant = gate.variant
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = gate.comparable_group
order by may_be_ranked desc, metric.sort, gate.metric_id, gate.comparable_group, gate.variant;
