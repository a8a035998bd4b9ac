-- Is there such an award? Grain: one row, none for one there is not.
-- Parameters: known_on, award.
select name
from theme_at($known_on)
where kind = 'award'
    and code = $award;
