-- Which figures make the closed loop?
-- Grain: one row per stage, in order; rate_id, rate_name, rate_direction: null for a stage without a defined share.
-- Parameters: known_on.
select *
from loop_stage_at($known_on)
order by stage_no;
