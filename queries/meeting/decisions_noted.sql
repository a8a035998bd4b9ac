-- How many decisions of a meeting are noted while another is being written? Grain: one row.
-- Parameters: meeting_id.
select count(*)::bigint as noted
from meeting_decision_span
where meeting_id = $meeting_id
    and known_to = 9223372036854775807;
