-- Which announced numbers have been drawn with already, and when?
-- Grain: one row per draw. Parameters: known_on, announced_no.
select drawn_on
from spot_check_at($known_on)
where announced_no = $announced_no;
