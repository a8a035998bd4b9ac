-- What may be ticked as done now?
-- Grain: one row per unit, required or optional action, variant and period that has begun and is not done, the latest due
-- first; units' own routines are left out. Parameters: known_on, today (null = the event's day), unit_id (null = all).
select *
from duty_at($known_on, $today::date)
where requirement in ('required', 'optional')
    and state in ('unreported', 'open', 'partial', 'blank', 'missed')
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
    and (is_required or period_end >= today)
order by unit_sort, due_day desc nulls first, action_sort, variant, period_start;
