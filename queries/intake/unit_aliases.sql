-- Under which other spellings? Grain: one row per spelling. Parameters: known_on.
select
    alias,
    unit_id,
from unit_alias_at($known_on)
order by alias;
