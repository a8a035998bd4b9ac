-- What there is to do. Grain: one row per action. first_day: from which on (the campaign's, where it names none); until: the
-- campaign's last day, else today; phase_end: the last day of its phase. today: null = the day of the event.
create or replace macro work_at(known_on, asked_on) as table
with campaign_days as (
    select
        any_value(started_on) as started_on,
        any_value(year_end_on) as ended_on,
    from campaign_at(known_on)
)

select
    action.* exclude (batch_id, row_no, place, known_from, known_to),
    action.sort as action_sort,
    coalesce(action.starts_on, campaign_days.started_on) as first_day,
    campaign_days.ended_on,
    clock.today,
    coalesce(campaign_days.ended_on, clock.today) as until,
    phase.ends_on as phase_end,
from action_at(known_on) as action
cross join campaign_days
cross join (select day_at(known_on, asked_on) as today) as clock
left join theme_at(known_on) as phase
    on phase.kind = 'phase'
    and phase.no = action.phase_no;

-- The periods of the actions that come round. Grain: one row per action and period of the campaign. The first is the one in
-- which the action starts; the last ends by the campaign's last day. due_day: its last day moved to the next working day
-- where the calendar has that year (has_calendar).
create or replace macro duty_period_at(known_on, asked_on) as table
with work as (
    from work_at(known_on, asked_on)
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

kept as (
    select
        period.* exclude (first_day, ended_on),
        period_end as due_on,
    from period
    where period_end >= first_day
        and (ended_on is null or period_end <= ended_on)
),

working as (
    from working_of('kept', known_on)
)

select
    kept.action_id,
    kept.period_key,
    kept.period_start,
    kept.period_end,
    if(coalesce(working.has_calendar, false), working.due_day, kept.due_on) as due_day,
    coalesce(working.has_calendar, false) as has_calendar,
from kept
left join working using (due_on);

-- What a unit is to reach with an action: its own goal before the one for all. Grain: one row per action and unit that has any.
-- due: by which day; population: by how many people.
create or replace macro duty_goal_at(known_on) as table
select
    target.subject_code as action_id,
    unit.unit_id,
    coalesce(
        max(target.due) filter (target.kind in ('target', 'standard') and target.unit_id is not null),
        max(target.due) filter (target.kind in ('target', 'standard'))
    ) as due,
    coalesce(
        max(target.value::double) filter (target.kind = 'population' and target.unit_id is not null),
        max(target.value::double) filter (target.kind = 'population')
    ) as population,
from target_at(known_on) as target
join unit_at(known_on) as unit
    on target.unit_id is null
    or target.unit_id = unit.unit_id
where target.subject = 'action'
group by target.subject_code, unit.unit_id;

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
with work as (
    from work_at(known_on, asked_on)
),

goal as (
    from duty_goal_at(known_on)
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
        period.due_day as period_due_day,
        period.has_calendar as period_has_calendar,
        coalesce(period.period_end, goal.due, work.phase_end) as due_on,
        goal.population,
        coalesce(posted.variant, '') as variant,
    from unit_at(known_on) as unit
    join work
        on unit.active
        and (work.unit_id is null or work.unit_id = unit.unit_id)
    left join posted
        on posted.unit_id = unit.unit_id
        and posted.action_id = work.action_id
    left join duty_period_at(known_on, asked_on) as period
        on period.action_id = work.action_id
    left join goal
        on goal.action_id = work.action_id
        and goal.unit_id = unit.unit_id
    where work.cadence = 'once'
        or period.period_key is not null
),

-- the days that what is done once may be due on
once as (
    select due as due_on from goal where due is not null
    union
    select phase_end from work where phase_end is not null
),

working as (
    from working_of('once', known_on)
),

dated as (
    select
        owed.* exclude (period_due_day, period_has_calendar),
        coalesce(owed.period_due_day, if(working.has_calendar, working.due_day, null), owed.due_on) as due_day,
        coalesce(owed.period_has_calendar, working.has_calendar, false) as has_calendar,
    from owed
    left join working
        on working.due_on = owed.due_on
        and owed.cadence = 'once'
)

select
    dated.*,
    logged.status,
    logged.times,
    logged.done_on,
    logged.note,
    logged.place,
    logged.batch_id,
    logged.row_no,
    dated.requirement = 'required' as is_required,
    coalesce(dated.due_day < dated.today, false) as is_past,
    case
        when logged.status in ('not_applicable', 'missed') then logged.status
        when logged.status is not null and coalesce(logged.times < dated.population, false) then 'partial'
        when logged.status = 'late'
            or logged.status is not null
            and coalesce(logged.done_on > dated.due_day, false) then 'late'
        when logged.status is not null then 'done'
        when coalesce(dated.period_start > dated.today, false) then 'future'
        when dated.requirement <> 'required' then 'blank'
        when is_past then 'unreported'
        else 'open'
    end as state,
    state in ('done', 'late') as is_done,
    dated.requirement = 'required' and is_past and state <> 'not_applicable' as is_due,
    case
        when state = 'late' then nullif(greatest(logged.done_on - dated.due_day, 0), 0)
        when is_due and not is_done then dated.today - dated.due_day
    end::bigint as days,
from dated
left join action_log_at(known_on) as logged
    on logged.unit_id = dated.unit_id
    and logged.action_id = dated.action_id
    and logged.variant = dated.variant
    and logged.period_key = dated.period_key;
