-- A meeting as it stands while a change of it is being written: its version, who saved that and when, whether it is
-- finalised. No row: there is no such meeting.
-- Parameters: meeting_id.
select
    meeting.version,
    event.signed_by,
    event.logged_at,
    final.event_no as final_no,
from meeting_span as meeting
join event
    on event.batch_id = meeting.batch_id
    and event.kind = 'published'
left join (
    select min(known_from)::bigint as event_no
    from meeting_final_span
    where meeting_id = $meeting_id
        and known_to = 9223372036854775807
) as final on true
where meeting.meeting_id = $meeting_id
    and meeting.known_to = 9223372036854775807;
