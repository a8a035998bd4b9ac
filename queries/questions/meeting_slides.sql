-- What is on a meeting's agenda, in its last version?
-- Grain: one row per slide, in order. Parameters: known_on, meeting_id.
select
    slide.slide_no,
    slide.slide_id,
    slide.kind,
    slide.panel,
    slide.unit_id,
    slide.metric_id,
    slide.comparable_group,
    slide.title,
    slide.text,
    slide.notes,
from meeting_slide_at($known_on) as slide
join meeting_at($known_on) as meeting using (meeting_id, version)
where slide.meeting_id = $meeting_id
order by slide.slide_no;
