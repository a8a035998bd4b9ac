-- How were the weights of each group set, by whom and why?
-- Grain: one row per setting, latest first, and metric in it; weight 0: taken out.
-- signed_by: for a visitor @organiser. Parameters: known_on, shows_names.
select
    event_no,
    logged_at,
    hand_of(signed_by, $shows_names, '@organiser') as signed_by,
    is_backfilled,
    reason,
    comparable_group,
    group_name,
    group_name_en,
    metric_id,
    metric_name,
    metric_name_en,
    uom,
    uom_en,
    weight,
    goalpost_low,
    goalpost_high,
    denominator,
from weight_set_at($known_on)
order by event_no desc, row_no;
