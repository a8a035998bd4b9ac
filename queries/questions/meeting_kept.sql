-- What was kept when a meeting was finalised?
-- Grain: one row per slide, in order, the meeting's own particulars first (slide_no 0). Parameters: known_on, meeting_id.
select
    slide_no,
    known_on as kept_on,
    content,
    frame,
    sha256,
from meeting_final_at($known_on)
where meeting_id = $meeting_id
order by slide_no;
