-- Which actions may be logged, how often, and whose are they? Grain: one row per action. Parameters: known_on.
select
    action_id,
    name,
    name_en,
    cadence,
    unit_id,
    starts_on,
from action_at($known_on)
order by action_id;
