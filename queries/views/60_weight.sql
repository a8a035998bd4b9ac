-- Every setting of the weights up to an event, with who set it and what is weighed, in both languages.
-- Grain: one row per setting and metric in it; weight 0: taken out. metric_name: of a metric with a denominator the name of
-- the share the two define, else both names. below_*: of the denominator.
create or replace macro weight_set_at(known_on) as table
select
    weight.* replace (
        weight.weight::double as weight,
        weight.goalpost_low::double as goalpost_low,
        weight.goalpost_high::double as goalpost_high
    ),
    event.event_no,
    event.logged_at,
    event.signed_by,
    event.is_backfilled,
    event.reason,
    group_theme.name as group_name,
    group_theme.name_en as group_name_en,
    group_theme.no as group_no,
    coalesce(share.name, concat_ws('÷', metric.name, below.name)) as metric_name,
    coalesce(share.name_en, concat_ws(' per ', metric.name_en, below.name_en)) as metric_name_en,
    metric.uom,
    metric.uom_en,
    metric.kind,
    metric.frequency,
    metric.direction,
    metric.use_class,
    metric.comparable,
    metric.sort as metric_sort,
    below.kind as below_kind,
    below.name as below_name,
    below.name_en as below_name_en,
from weight
join event
    on event.batch_id = weight.batch_id
    and event.kind = 'published'
    and event.event_no <= known_on
left join metric_at(known_on) as metric
    on metric.metric_id = weight.metric_id
left join metric_at(known_on) as below
    on below.metric_id = weight.denominator
left join metric_at(known_on) as share
    on share.kind = 'rate'
    and share.numerator = weight.metric_id
    and share.denominator = weight.denominator
left join theme_at(known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = weight.comparable_group;

-- The weights in force at an event: of each group the rows that weigh something.
create or replace macro scheme_at(known_on) as table
from weight_set_at(known_on) as weight
semi join weight_at(known_on) as known using (batch_id, row_no)
where weight.weight > 0;
