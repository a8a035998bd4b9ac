-- Which required actions are past their due day and not done? Done late is done; a late report is none of them.
-- Grain: one row per unit, required action, variant and period, the longest overdue first in each unit. days: since due_day.
-- state: missed (the unit's word) | unreported (no word) | partial (done by some of those who owe it).
-- Parameters: known_on, today (null = the event's day), unit_id (null = all).
select
    unit_id,
    short_name,
    short_name_en,
    unit_sort,
    action_id,
    name,
    name_en,
    cadence,
    variant,
    period_key,
    due_day,
    has_calendar,
    state,
    days,
    today,
    batch_id,
    row_no,
from duty_at($known_on, $today::date)
where is_due
    and not is_done
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
order by unit_sort, days desc, action_sort, period_key;
