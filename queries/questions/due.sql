-- Who owes what for which period: 应报, 已报, 逾期?
-- Grain: one row per unit and reporting window that has opened by `today`, latest period first, units in official order.
-- expected: figures assigned; reported: handed in or said to be unchanged, of which waiting are not reviewed yet.
-- state: reported | no_change (by the unit's word alone) | open | overdue (past due_day) | locked (an organiser must
-- unlock). is_late: the last of them came after due_day. Parameters: known_on, today, unit_id (null = all).
with counted as (
    select
        unit_id,
        frequency,
        period_end,
        any_value(period_start) as period_start,
        any_value(opens_on) as opens_on,
        any_value(due_day) as due_day,
        any_value(locks_on) as locks_on,
        count(*) as expected,
        count(*) filter (state <> 'missing') as reported,
        count(*) filter (state = 'waiting') as waiting,
        count(*) filter (state = 'no_change') as unchanged,
        max(handed_in_on) as last_handed_in_on,
    from due_at($known_on, $today::date)
    where $unit_id::varchar is null
        or unit_id = $unit_id::varchar
    group by unit_id, frequency, period_end
)

select
    counted.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    counted.frequency,
    counted.period_start,
    counted.period_end,
    counted.opens_on,
    counted.due_day,
    counted.locks_on,
    counted.expected::bigint as expected,
    counted.reported::bigint as reported,
    counted.waiting::bigint as waiting,
    case
        when counted.unchanged = counted.expected then 'no_change'
        when counted.reported = counted.expected then 'reported'
        when counted.locks_on <= $today::date then 'locked'
        when counted.due_day < $today::date then 'overdue'
        else 'open'
    end as state,
    coalesce(counted.reported = counted.expected and counted.last_handed_in_on > counted.due_day, false) as is_late,
    counted.last_handed_in_on,
from counted
join unit_at($known_on) as unit using (unit_id)
order by counted.period_end desc, counted.frequency, unit.sort;
