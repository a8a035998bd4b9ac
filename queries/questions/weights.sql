-- Of what is each group's index made, who set it and when?
-- Grain: one row per group and metric of its scheme, by group and the order of the contract.
-- metric_name: of a metric with a denominator the name of the share the two define, else both names.
-- version: how many times the group's weights have been set, this time included. signed_by: for a visitor @organiser.
-- Parameters: known_on, shows_names.
with versions as (
    select
        weight.comparable_group,
        count(distinct weight.batch_id)::bigint as version,
    from weight
    join event
        on event.batch_id = weight.batch_id
        and event.kind = 'published'
    where event.event_no <= $known_on
    group by weight.comparable_group
)

select
    weight.comparable_group,
    group_theme.name as group_name,
    group_theme.name_en as group_name_en,
    weight.metric_id,
    coalesce(share.name, concat_ws('÷', metric.name, below.name)) as metric_name,
    coalesce(share.name_en, concat_ws(' per ', metric.name_en, below.name_en)) as metric_name_en,
    metric.uom,
    metric.uom_en,
    metric.direction,
    weight.weight::double as weight,
    weight.goalpost_low::double as goalpost_low,
    weight.goalpost_high::double as goalpost_high,
    weight.denominator,
    below.name as below_name,
    below.name_en as below_name_en,
    versions.version,
    event.event_no,
    event.logged_at,
    if($shows_names or event.signed_by = '系统·出处', event.signed_by, '@organiser') as signed_by,
    event.is_backfilled,
    event.reason,
from weight_at($known_on) as weight
left join metric_at($known_on) as metric using (metric_id)
left join metric_at($known_on) as below
    on below.metric_id = weight.denominator
left join metric_at($known_on) as share
    on share.kind = 'rate'
    and share.numerator = weight.metric_id
    and share.denominator = weight.denominator
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = weight.comparable_group
left join versions
    on versions.comparable_group = weight.comparable_group
left join event
    on event.batch_id = weight.batch_id
    and event.kind = 'published'
where weight.weight > 0
order by group_theme.no nulls last, weight.comparable_group, metric.row_no;
