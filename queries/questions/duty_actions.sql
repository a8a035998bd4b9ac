-- Which required actions come round every period?
-- Grain: one row per action with a strip, in the plan's order. Parameters: known_on.
select
    action_id,
    name,
    name_en,
    cadence,
from action_at($known_on)
where requirement = 'required'
    and has_strip
    and cadence <> 'once'
order by sort, action_id;
