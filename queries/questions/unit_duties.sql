-- What does one unit owe or has it chosen, of which periods, and which of them may be ticked now?
-- Grain: one row per required or optional action, variant and period of the campaign, also those not begun, the latest due
-- first; its own routines are left out. may_tick: begun and not done, or not what it should be; what nobody asks for only
-- while its period lasts. Parameters: known_on, today (null = the event's day), unit_id.
select
    *,
    state in ('unreported', 'open', 'partial', 'missed', 'blank')
        and (is_required or coalesce(period_end >= today, true)) as may_tick,
from duty_at($known_on, $today::date)
where unit_id = $unit_id
    and requirement in ('required', 'optional')
order by due_day desc nulls first, action_sort, action_id, variant, period_start desc;
