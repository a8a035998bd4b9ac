-- Which figures were corrected, struck or withdrawn up to the chosen event?
-- Grain: one row per figure that is known no longer, latest change first; the row that is known instead beside it.
-- now_printed: null when nothing took its place. Parameters: known_on, shows_names.
with revised as (
    select
        past.unit_id,
        past.metric_id,
        past.variant,
        past.as_of,
        past.value,
        past.qualifier,
        past.printed,
        past.place,
        past.batch_id,
        past.row_no,
        past.known_to,
        unit.short_name,
        unit.short_name_en,
        unit.sort as unit_sort,
    from observation_span as past
    left join unit_at($known_on) as unit using (unit_id)
    where past.known_to <= $known_on
    order by past.known_to desc, unit.sort, past.row_no
    limit 1000
)

select
    revised.known_to as event_no,
    event.logged_at,
    event.kind,
    signature_of(event.kind, event.signed_by, $shows_names) as signed_by,
    event.reason,
    revised.unit_id,
    revised.short_name,
    revised.short_name_en,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    revised.as_of,
    revised.value::double as value,
    revised.qualifier,
    revised.printed,
    present.value::double as now_value,
    present.qualifier as now_qualifier,
    present.printed as now_printed,
    revised.place,
    revised.batch_id,
    revised.row_no,
from revised
join event on event.event_no = revised.known_to
left join observation_at($known_on) as present using (unit_id, metric_id, variant, as_of)
left join metric_at($known_on) as metric using (metric_id)
order by revised.known_to desc, revised.unit_sort, revised.row_no;
