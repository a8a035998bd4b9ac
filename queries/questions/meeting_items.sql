-- What became of the items of the meeting before this one?
-- Grain: one row per decision of the latest earlier meeting that left any, with the unit bound, open ones first.
-- No meeting named: the latest that left any.
-- Parameters: known_on, meeting_id, today (the day to judge by, null = the meeting's own).
with this_meeting as (
    select held_on
    from meeting_at($known_on)
    where meeting_id = $meeting_id::varchar
),

earlier as (
    select
        meeting.meeting_id,
        meeting.name,
        meeting.held_on,
    from meeting_at($known_on) as meeting
    semi join meeting_decision_at($known_on) as decision using (meeting_id)
    where meeting.meeting_id is distinct from $meeting_id::varchar
        and meeting.held_on <= coalesce((select held_on from this_meeting), date '9999-12-31')
    qualify row_number() over (order by meeting.held_on desc, meeting.meeting_id desc) = 1
)

select
    decision.*,
    earlier.name as meeting_name,
    earlier.held_on,
from decision_at($known_on, coalesce((select held_on from this_meeting), $today::date)) as decision
join earlier using (meeting_id)
order by
    case decision.state when 'overdue' then 1 when 'doing' then 2 when 'done' then 3 else 4 end,
    decision.due_on nulls last,
    decision.decision_id;
