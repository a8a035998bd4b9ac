-- Which figures that were known to a finalised meeting have been corrected, struck or withdrawn since?
-- Grain: one row per figure kept and no longer known, in official order; the row known instead beside it.
-- now_printed: null when nothing took its place. Parameters: known_on, meeting_id, shows_names.
with kept as (
    select any_value(known_on) as point
    from meeting_final_at($known_on)
    where meeting_id = $meeting_id
)

select
    past.unit_id,
    past.metric_id,
    unit.short_name,
    unit.short_name_en,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    past.as_of,
    past.value::double as value,
    past.qualifier,
    past.printed,
    present.value::double as now_value,
    present.qualifier as now_qualifier,
    present.printed as now_printed,
    event.logged_at,
    event.kind,
    signature_of(event.kind, event.signed_by, $shows_names) as signed_by,
    event.reason,
    past.batch_id,
    past.row_no,
from observation_span as past
join kept
    on past.known_from <= kept.point
    and past.known_to > kept.point
join event on event.event_no = past.known_to
left join unit_at($known_on) as unit using (unit_id)
left join observation_at($known_on) as present using (unit_id, metric_id, variant, as_of)
left join metric_at($known_on) as metric using (metric_id)
where past.known_to <= $known_on
order by unit.sort, metric.sort, past.metric_id, past.variant, past.as_of;
