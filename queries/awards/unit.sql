-- Is there such a unit, and in which county or district? Grain: one row, none for a unit there is not.
-- Parameters: known_on, unit_id.
select division_code
from unit_at($known_on)
where unit_id = $unit_id
    and active;
