-- What of their own routines have units written down? Nobody asks for it: no word is no miss.
-- Grain: one row per unit, own or optional action that comes round, variant and period begun by today, as duty_at.
-- Parameters: known_on, today (null = the event's day), comparable_group (null = all), unit_id (null = all).
select *
from duty_at($known_on, $today::date)
where not is_required
    and cadence <> 'once'
    and state <> 'future'
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
order by unit_sort, action_sort, variant, period_start;
