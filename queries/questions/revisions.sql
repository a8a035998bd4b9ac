-- Which figures were corrected, struck or withdrawn up to the chosen event?
-- Grain: one row per figure that is known no longer, latest change first; the row that is known instead beside it.
-- now_printed: null when nothing took its place. Parameters: known_on.
select
    past.known_to as event_no,
    event.logged_at,
    event.kind,
    event.signed_by,
    event.reason,
    past.unit_id,
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
    past.batch_id,
    past.row_no,
from observation_span as past
join event on event.event_no = past.known_to
left join observation_at($known_on) as present using (unit_id, metric_id, variant, as_of)
left join unit_at($known_on) as unit using (unit_id)
left join metric_at($known_on) as metric using (metric_id)
where past.known_to <= $known_on
order by past.known_to desc, unit.sort, past.row_no
limit 1000;
