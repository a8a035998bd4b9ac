-- What of the duties that come round every period has each unit done, and what not?
-- Grain: one row per unit, required action with a strip, variant and period begun by today, as duty_at; units in official
-- order. Parameters: known_on, today (null = the event's day), comparable_group (null = all), unit_id (null = all),
-- action_id (null = all).
select *
from duty_at($known_on, $today::date)
where is_required
    and has_strip
    and cadence <> 'once'
    and state <> 'future'
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
    and ($action_id::varchar is null or action_id = $action_id::varchar)
order by unit_sort, action_sort, variant, period_start;
