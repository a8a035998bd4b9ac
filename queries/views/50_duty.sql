-- What each unit owes of each action, period by period, and whether it is there.
-- Grain: one row per active unit, action that is its own or everybody's, variant it ever logged ('' where none) and period
-- of the campaign; an action done once has one period, `once`. The first period is the one in which the action starts
-- (the campaign, where it names no day); the last ends by the campaign's last day. today: null = the day of the event.
-- due_on: the period's last day; of an action done once the day a target of it names, else the last day of its phase, else
-- null. due_day: due_on moved to the next working day where the calendar has that year (has_calendar), else due_on itself.
-- state: done | late | partial (done by fewer than population) | missed (the unit's word) | not_applicable | unreported
-- (past its due day, no word) | open (may still be done) | future (not begun) | blank (nobody asks: not a required action).
-- days: between due day and done for late, since the due day for what is overdue; null where it cannot be said.
-- is_due: required, past its due day and not said to be 不涉及. is_done: done or late.
create or replace macro duty_at(known_on, asked_on) as table
with clock as (
    select coalesce(
        asked_on,
        (select max(logged_at)::date from event where event_no <= known_on)
    ) as today,
),

campaign_days as (
    select
        any_value(started_on) as started_on,
        any_value(year_end_on) as ended_on,
    from campaign_at(known_on)
),

work as (
    select
        action.* exclude (batch_id, row_no, place, known_from, known_to),
        action.sort as action_sort,
        coalesce(action.starts_on, campaign_days.started_on) as first_day,
        campaign_days.ended_on,
        coalesce(campaign_days.ended_on, clock.today) as until,
        phase.ends_on as phase_end,
    from action_at(known_on) as action
    cross join campaign_days
    cross join clock
    left join theme_at(known_on) as phase
        on phase.kind = 'phase'
        and phase.no = action.phase_no
),

begun as (
    select
        action_id,
        cadence,
        first_day,
        ended_on,
        unnest(generate_series(
            date_trunc(if(cadence = 'halfmonth', 'month', cadence), first_day),
            until::timestamp,
            case cadence when 'week' then interval 7 day when 'quarter' then interval 3 month else interval 1 month end
        ))::date as began,
    from work
    where cadence <> 'once'
        and first_day is not null
),

period as (
    select
        action_id,
        first_day,
        ended_on,
        case cadence
            when 'week' then strftime(began, '%G-W%V')
            when 'month' then strftime(began, '%Y-%m')
            else concat(year(began), '-Q', quarter(began))
        end as period_key,
        began as period_start,
        case cadence
            when 'week' then began + 6
            when 'month' then last_day(began)
            else last_day((began + interval 2 month)::date)
        end as period_end,
    from begun
    where cadence <> 'halfmonth'

    union all

    select
        action_id,
        first_day,
        ended_on,
        concat(strftime(began, '%Y-%m'), '-H', half),
        if(half = 1, began, began + 15),
        if(half = 1, began + 14, last_day(began)),
    from begun
    cross join range(1, 3) as halves(half)
    where cadence = 'halfmonth'
),

goal as (
    select
        subject_code as action_id,
        coalesce(unit_id, '*') as unit_id,
        max(due) filter (where kind in ('target', 'standard')) as due,
        max(value::double) filter (where kind = 'population') as population,
    from target_at(known_on)
    where subject = 'action'
    group by all
),

posted as (
    select distinct unit_id, action_id, variant
    from action_log_at(known_on)
),

owed as (
    select
        unit.unit_id,
        unit.short_name,
        unit.short_name_en,
        unit.sort as unit_sort,
        unit.comparable_group,
        unit.division_code,
        work.* exclude (unit_id, starts_on, ended_on, until, phase_end),
        coalesce(period.period_key, 'once') as period_key,
        coalesce(period.period_start, work.first_day) as period_start,
        period.period_end,
        coalesce(period.period_end, own.due, shared.due, work.phase_end) as due_on,
        coalesce(own.population, shared.population) as population,
        coalesce(posted.variant, '') as variant,
    from unit_at(known_on) as unit
    join work
        on unit.active
        and (work.unit_id is null or work.unit_id = unit.unit_id)
    left join posted
        on posted.unit_id = unit.unit_id
        and posted.action_id = work.action_id
    left join period
        on period.action_id = work.action_id
        and period.period_end >= period.first_day
        and (period.ended_on is null or period.period_end <= period.ended_on)
    left join goal as own
        on own.action_id = work.action_id
        and own.unit_id = unit.unit_id
    left join goal as shared
        on shared.action_id = work.action_id
        and shared.unit_id = '*'
    where work.cadence = 'once'
        or period.period_key is not null
),

-- every day an action may be due on, from the few rows that name one: owed has a row for each unit
due as (
    select period_end as due_on from period
    union
    select due from goal where due is not null
    union
    select phase_end from work where phase_end is not null
),

working as (
    select
        due.due_on,
        min(due.due_on + offset_days::integer) as due_day,
    from due
    cross join range(0, 31) as later(offset_days)
    left join calendar_at(known_on) as calendar
        on calendar.day = due.due_on + offset_days::integer
    where coalesce(calendar.is_working, isodow(due.due_on + offset_days::integer) <= 5)
        and year(due.due_on) in (select year(day) from calendar_at(known_on))
    group by due.due_on
)

select
    owed.*,
    clock.today,
    coalesce(working.due_day, owed.due_on) as due_day,
    working.due_day is not null as has_calendar,
    logged.status,
    logged.times,
    logged.done_on,
    logged.note,
    logged.place,
    logged.batch_id,
    logged.row_no,
    owed.requirement = 'required' as is_required,
    coalesce(coalesce(working.due_day, owed.due_on) < clock.today, false) as is_past,
    case
        when logged.status in ('not_applicable', 'missed') then logged.status
        when logged.status is not null and coalesce(logged.times < owed.population, false) then 'partial'
        when logged.status = 'late'
            or logged.status is not null
            and coalesce(logged.done_on > coalesce(working.due_day, owed.due_on), false) then 'late'
        when logged.status is not null then 'done'
        when coalesce(owed.period_start > clock.today, false) then 'future'
        when owed.requirement <> 'required' then 'blank'
        when is_past then 'unreported'
        else 'open'
    end as state,
    state in ('done', 'late') as is_done,
    owed.requirement = 'required' and is_past and state <> 'not_applicable' as is_due,
    case
        when state = 'late' then nullif(greatest(logged.done_on - coalesce(working.due_day, owed.due_on), 0), 0)
        when is_due and not is_done then clock.today - coalesce(working.due_day, owed.due_on)
    end::bigint as days,
from owed
cross join clock
left join action_log_at(known_on) as logged
    on logged.unit_id = owed.unit_id
    and logged.action_id = owed.action_id
    and logged.variant = owed.variant
    and logged.period_key = owed.period_key
left join working on working.due_on = owed.due_on;
