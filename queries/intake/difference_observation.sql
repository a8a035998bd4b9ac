-- Each figure under review beside the one it would replace and the series' figures before it, in names.
-- shown: rows of the comparison. Grain: one row per row of shown, corrections first.
-- trend_days and trend_values: at most 12 earlier figures known now, oldest first; empty when there is none.
with trend as (
    select
        shown.row_no,
        list(known.as_of order by known.as_of desc)[:12] as days,
        list(known.value::double order by known.as_of desc)[:12] as figures,
    from shown
    join observation_span as known
        on known.unit_id = shown.unit_id
        and known.metric_id = shown.metric_id
        and known.variant = shown.variant
        and known.as_of < shown.as_of
        and known.known_to = 9223372036854775807
    group by shown.row_no
)

select
    shown.row_no,
    shown.state,
    shown.codes,
    shown.unit_id,
    unit.short_name,
    unit.short_name_en,
    shown.metric_id,
    shown.metric_name,
    shown.metric_name_en,
    metric.uom,
    metric.uom_en,
    shown.variant,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    shown.as_of,
    shown.value,
    shown.qualifier,
    shown.printed,
    shown.place,
    shown.was_value,
    shown.was_qualifier,
    shown.was_printed,
    shown.was_batch,
    shown.was_row,
    shown.last_value,
    shown.last_printed,
    shown.last_day,
    coalesce(list_reverse(trend.days), []) as trend_days,
    coalesce(list_reverse(trend.figures), []) as trend_values,
from shown
left join trend using (row_no)
left join unit_span as unit
    on unit.unit_id = shown.unit_id
    and unit.known_to = 9223372036854775807
left join metric_span as metric
    on metric.metric_id = shown.metric_id
    and metric.known_to = 9223372036854775807
left join variant_span as variant
    on variant.metric_id = shown.metric_id
    and variant.variant = shown.variant
    and variant.known_to = 9223372036854775807
order by
    case shown.state when 'corrected' then 1 when 'new' then 2 else 3 end,
    shown.row_no;
