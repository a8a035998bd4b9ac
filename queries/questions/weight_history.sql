-- How were the weights of each group set, by whom and why?
-- Grain: one row per setting, latest first, and metric in it; weight 0: taken out.
-- signed_by: for a visitor @organiser. Parameters: known_on, shows_names.
select
    event.event_no,
    event.logged_at,
    if($shows_names or event.signed_by = '系统·出处', event.signed_by, '@organiser') as signed_by,
    event.is_backfilled,
    event.reason,
    weight.comparable_group,
    group_theme.name as group_name,
    group_theme.name_en as group_name_en,
    weight.metric_id,
    coalesce(share.name, concat_ws('÷', metric.name, below.name)) as metric_name,
    coalesce(share.name_en, concat_ws(' per ', metric.name_en, below.name_en)) as metric_name_en,
    metric.uom,
    metric.uom_en,
    weight.weight::double as weight,
    weight.goalpost_low::double as goalpost_low,
    weight.goalpost_high::double as goalpost_high,
    weight.denominator,
from weight
join event
    on event.batch_id = weight.batch_id
    and event.kind = 'published'
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
where event.event_no <= $known_on
order by event.event_no desc, weight.row_no;
