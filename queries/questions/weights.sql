-- Of what is each group's index made, who set it and when?
-- Grain: one row per group and metric of its scheme, by group and the order of the contract.
-- metric_name: of a metric with a denominator the name of the share the two define, else both names.
-- version: how many times the group's weights have been set, this time included. signed_by: for a visitor @organiser.
-- Parameters: known_on, shows_names.
with versions as (
    select
        comparable_group,
        count(distinct batch_id)::bigint as version,
    from weight_set_at($known_on)
    group by comparable_group
)

select
    scheme.comparable_group,
    scheme.group_name,
    scheme.group_name_en,
    scheme.metric_id,
    scheme.metric_name,
    scheme.metric_name_en,
    scheme.uom,
    scheme.uom_en,
    scheme.direction,
    scheme.weight,
    scheme.goalpost_low,
    scheme.goalpost_high,
    scheme.denominator,
    scheme.below_name,
    scheme.below_name_en,
    versions.version,
    scheme.event_no,
    scheme.logged_at,
    hand_of(scheme.signed_by, $shows_names, '@organiser') as signed_by,
    scheme.is_backfilled,
    scheme.reason,
from scheme_at($known_on) as scheme
join versions using (comparable_group)
order by scheme.group_no nulls last, scheme.comparable_group, scheme.metric_sort, scheme.metric_id;
