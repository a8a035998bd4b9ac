-- Which duty did a person tick last, that still stands?
-- Grain: one row, none where there is none. Parameters: known_on, signed_by.
select
    event.batch_id,
    event.event_no,
    event.logged_at,
    logged.unit_id,
    unit.short_name,
    unit.short_name_en,
    logged.period_key,
    action.name,
    action.name_en,
    action.cadence,
from event
join action_log_at($known_on) as logged using (batch_id)
join action_at($known_on) as action
    on action.action_id = logged.action_id
join unit_at($known_on) as unit
    on unit.unit_id = logged.unit_id
where event.kind = 'published'
    and event.event_no <= $known_on
    and event.signed_by = $signed_by
    and not exists (
        from event as handed_in
        where handed_in.batch_id = event.batch_id
            and handed_in.kind = 'submitted'
    )
order by event.event_no desc, logged.row_no
limit 1;
