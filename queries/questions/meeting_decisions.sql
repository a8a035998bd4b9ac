-- What was decided in one meeting, and how far has it come?
-- Grain: one row per decision and unit bound, in the order noted. state: done, doing, overdue; null: followed up by nobody.
-- due_on: with extensions. Parameters: known_on, meeting_id, today.
select *
from decision_at($known_on, $today::date)
where meeting_id = $meeting_id
order by decision_id;
