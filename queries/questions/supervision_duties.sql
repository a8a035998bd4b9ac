-- Which required actions has each unit left undone?
-- Grain: one row per active unit and required action it owes, in official order. Once: due_on is its due day (null = nobody
-- has said), done_on the day it was done. Every week, half month, month or quarter: undone: periods past their due day that
-- are neither done nor 不涉及, counted since the last that is; due_on: the due day of the first of them.
-- Parameters: known_on, today (null = the day of that event).
with work as (
    from work_at($known_on, $today::date)
    where requirement = 'required'
),

period as (
    from duty_period_at($known_on, $today::date)
),

goal as (
    from duty_goal_at($known_on)
),

-- counted from what units wrote down alone: what they owe is a row for each unit, action and period
settled as (
    select
        logged.unit_id,
        logged.action_id,
        logged.period_key,
        count(*) as variants,
    from action_log_at($known_on) as logged
    left join goal
        on goal.action_id = logged.action_id
        and goal.unit_id = logged.unit_id
    where logged.status = 'not_applicable'
        or (
            logged.status in ('done', 'late')
            and not coalesce(logged.times < goal.population, false)
        )
    group by logged.unit_id, logged.action_id, logged.period_key
),

posted as (
    select
        unit_id,
        action_id,
        count(distinct variant) as variants,
    from action_log_at($known_on)
    group by unit_id, action_id
),

last_settled as (
    select
        settled.unit_id,
        settled.action_id,
        max(period.period_end) as period_end,
    from settled
    join posted using (unit_id, action_id, variants)
    join period using (action_id, period_key)
    group by settled.unit_id, settled.action_id
),

-- periods: how many are past their due day from this one on
past as (
    select
        period.action_id,
        period.period_end,
        period.due_day,
        count(*) over (partition by period.action_id order by period.period_end desc) as periods,
    from period
    join work using (action_id)
    where period.due_day < work.today
),

owed as (
    select
        unit.unit_id,
        unit.sort as unit_sort,
        work.action_id,
        work.action_sort,
        work.cadence,
        coalesce(last_settled.period_end, '-infinity'::date) as last_settled,
    from unit_at($known_on) as unit
    join work
        on unit.active
        and (work.unit_id is null or work.unit_id = unit.unit_id)
    left join last_settled
        on last_settled.unit_id = unit.unit_id
        and last_settled.action_id = work.action_id
    where work.action_id in (select action_id from period)
),

duty as (
    select
        owed.unit_id,
        owed.unit_sort,
        owed.action_id,
        owed.action_sort,
        owed.cadence,
        past.due_day as due_on,
        null::date as done_on,
        coalesce(past.periods, 0) as undone,
    from owed
    asof left join past
        on past.action_id = owed.action_id
        and past.period_end > owed.last_settled

    union all

    select
        unit_id,
        unit_sort,
        action_id,
        action_sort,
        cadence,
        any_value(due_day),
        case when bool_and(is_done or state = 'not_applicable') then coalesce(max(done_on), any_value(due_day)) end,
        0,
    from duty_at($known_on, $today::date)
    where is_required
        and cadence = 'once'
    group by unit_id, unit_sort, action_id, action_sort, cadence
)

select
    duty.unit_id,
    duty.action_id,
    action.name,
    action.name_en,
    duty.cadence,
    duty.due_on,
    duty.done_on,
    duty.undone::bigint as undone,
from duty
join action_at($known_on) as action using (action_id)
order by duty.unit_sort, duty.action_sort, duty.action_id;
