-- Which required actions has each unit left undone?
-- Grain: one row per active unit and required action it owes, in official order. Once: due_on is its due day (null = nobody
-- has said), done_on the day it was done. Every week, half month, month or quarter: undone: periods past their due day that
-- are neither done nor 不涉及, counted since the last that is; due_on: the due day of the first of them.
-- Parameters: known_on, today (null = the day of that event).
with duty as (
    select
        unit_id,
        unit_sort,
        action_id,
        action_sort,
        cadence,
        period_end,
        due_day,
        bool_or(is_past) as is_past,
        bool_and(is_done or state = 'not_applicable') as is_settled,
        max(done_on) as done_on,
    from duty_at($known_on, $today::date)
    where is_required
    group by all
),

settled as (
    select
        unit_id,
        action_id,
        max(period_end) as last_settled,
    from duty
    where is_settled
    group by unit_id, action_id
),

since as (
    select
        duty.*,
        settled.last_settled,
    from duty
    left join settled using (unit_id, action_id)
)

select
    since.unit_id,
    since.action_id,
    action.name,
    action.name_en,
    since.cadence,
    case
        when since.cadence = 'once' then any_value(due_day)
        else min(due_day) filter (is_past and not is_settled and period_end > coalesce(last_settled, '-infinity'::date))
    end as due_on,
    case when since.cadence = 'once' and bool_and(is_settled) then coalesce(any_value(done_on), any_value(due_day)) end as done_on,
    count(*) filter (
        since.cadence <> 'once'
        and is_past
        and not is_settled
        and period_end > coalesce(last_settled, '-infinity'::date)
    )::bigint as undone,
from since
join action_at($known_on) as action
    on action.action_id = since.action_id
group by since.unit_id, since.unit_sort, since.action_id, since.action_sort, action.name, action.name_en, since.cadence
order by since.unit_sort, since.action_sort, since.action_id;
