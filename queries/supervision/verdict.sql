-- What has a person decided of one candidate already, and who?
-- Grain: one row, none where nobody has. Parameters: known_on, candidate_id.
select
    verdict,
    signed_by,
from judged_at($known_on)
where candidate_id = $candidate_id;
