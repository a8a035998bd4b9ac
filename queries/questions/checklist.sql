-- How does each unit stand to what every unit must do once?
-- Grain: one row per unit, required action done once and variant, as duty_at; units in official order.
-- Parameters: known_on, today (null = the event's day), comparable_group (null = all), unit_id (null = all).
select *
from duty_at($known_on, $today::date)
where is_required
    and cadence = 'once'
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
order by unit_sort, action_sort, action_id, variant;
