-- How many places does an award have? Grain: one row, none without a quota.
-- Parameters: known_on, award.
select places
from award_places_at($known_on)
where award = $award;
