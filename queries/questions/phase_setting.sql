-- Who last said how the whole campaign stands in its phases, by a signed act?
-- Grain: one row, none where nobody did. Parameters: known_on.
select
    event.batch_id,
    event.event_no,
    event.signed_by,
    event.logged_at,
from event
join batch using (batch_id)
where event.kind = 'published'
    and event.event_no <= $known_on
    and event.batch_id in (select batch_id from phase_status_at($known_on) where unit_id = '*')
    and not exists (
        from event as handed_in
        where handed_in.batch_id = event.batch_id
            and handed_in.kind = 'submitted'
    )
order by event.event_no desc
limit 1;
