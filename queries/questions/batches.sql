-- What was handed in, when, by whom, and what became of it by the chosen event?
-- Grain: one row per batch, latest first. state: the kind of its last event up to known_on.
-- Parameters: known_on, shows_names.
select
    batch.batch_id,
    batch.table_name,
    batch.title,
    batch.file_name,
    batch.row_count,
    arg_max(event.kind, event.event_no) as state,
    max(event.event_no) as event_no,
    max(event.logged_at) as logged_at,
    bool_or(event.is_backfilled) as is_backfilled,
    signature_of(
        if(bool_or(event.kind = 'submitted'), 'submitted', 'acted'),
        arg_min(event.signed_by, event.event_no), $shows_names
    ) as submitted_by,
    signature_of(
        if(bool_or(event.kind = 'submitted'), 'published', 'acted'),
        any_value(event.signed_by) filter (event.kind = 'published'), $shows_names
    ) as published_by,
from batch
join event using (batch_id)
where event.event_no <= $known_on
group by all
order by batch.batch_id desc;
