-- Which meetings are there?
-- Grain: one row per meeting, latest day first. point: the event whose figures it shows, null = those known when it is
-- finalised. saved_by, saved_at: its last change. final_no, final_at, final_by: null until it is finalised; kept_on: the
-- event whose figures were kept. Parameters: known_on, shows_names.
with final as (
    select
        kept.meeting_id,
        any_value(kept.known_on)::bigint as kept_on,
        min(kept.known_from)::bigint as final_no,
        count(*) filter (kept.slide_no > 0)::bigint as slides,
    from meeting_final_at($known_on) as kept
    group by kept.meeting_id
),

decision as (
    select
        meeting_id,
        count(*)::bigint as decisions,
    from meeting_decision_at($known_on)
    group by meeting_id
)

select
    meeting.meeting_id,
    meeting.name,
    meeting.agenda,
    meeting.held_on,
    meeting.place,
    meeting.point,
    meeting.version,
    signature_of('published', saved.signed_by, $shows_names) as saved_by,
    saved.logged_at as saved_at,
    final.kept_on,
    final.final_no,
    signature_of('published', finalised.signed_by, $shows_names) as final_by,
    finalised.logged_at as final_at,
    coalesce(
        final.slides,
        (
            select count(*)
            from meeting_slide_at($known_on) as slide
            where slide.meeting_id = meeting.meeting_id
                and slide.version = meeting.version
        )
    )::bigint as slides,
    coalesce(decision.decisions, 0)::bigint as decisions,
from meeting_at($known_on) as meeting
join event as saved
    on saved.batch_id = meeting.batch_id
    and saved.kind = 'published'
left join final using (meeting_id)
left join event as finalised on finalised.event_no = final.final_no
left join decision using (meeting_id)
order by meeting.held_on desc, meeting.meeting_id desc;
