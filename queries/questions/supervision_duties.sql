-- Which required actions has each unit left undone?
-- Grain: one row per active unit and required action it owes, in official order. Once: due_on is the last day of its phase
-- (null = nobody has said), done_on the day it was done. Every week, half month, month or quarter: undone: periods over
-- before `day` that are neither done, done late nor not applicable, counted since the last that is; due_on: the last day of
-- the first of them. Parameters: known_on, today (null = the day of that event).
with asked as (
    select
        action.action_id,
        action.name,
        action.name_en,
        action.cadence,
        action.unit_id,
        action.row_no,
        coalesce(action.starts_on, (select min(started_on) from campaign_at($known_on))) as begins_on,
        phase.ends_on,
    from action_at($known_on) as action
    left join theme_at($known_on) as phase
        on phase.kind = 'phase'
        and phase.no = action.phase_no
    where action.requirement = 'required'
),

month as (
    select
        action_id,
        unnest(
            generate_series(date_trunc('month', begins_on), day_at($known_on, $today::date)::timestamp, interval 1 month)
        )::date as first_day,
        cadence,
        begins_on,
    from asked
    where cadence in ('halfmonth', 'month', 'quarter')
        and begins_on is not null
),

span as (
    select action_id, begins_on, first_day, last_day(first_day) as last_day, strftime(first_day, '%Y-%m') as period_key
    from month
    where cadence = 'month'
    union all
    select action_id, begins_on, first_day, first_day + 14, strftime(first_day, '%Y-%m-H1')
    from month
    where cadence = 'halfmonth'
    union all
    select action_id, begins_on, first_day + 15, last_day(first_day), strftime(first_day, '%Y-%m-H2')
    from month
    where cadence = 'halfmonth'
    union all
    select
        action_id,
        begins_on,
        first_day,
        last_day(first_day + interval 2 month),
        concat(year(first_day), '-Q', quarter(first_day)),
    from month
    where cadence = 'quarter'
        and month(first_day) % 3 = 1
    union all
    select action_id, begins_on, first_day, first_day + 6, strftime(first_day, '%G-W%V')
    from (
        select
            action_id,
            begins_on,
            unnest(
                generate_series(
                    date_trunc('week', begins_on), day_at($known_on, $today::date)::timestamp, interval 7 day
                )
            )::date as first_day,
        from asked
        where cadence = 'week'
            and begins_on is not null
    )
),

period as (
    select action_id, last_day, period_key
    from span
    where first_day >= begins_on
        and last_day < day_at($known_on, $today::date)
),

done as (
    select
        unit_id,
        action_id,
        period_key,
        min(done_on) as done_on,
    from action_log_at($known_on)
    where status in ('done', 'late', 'not_applicable')
    group by all
),

owed as (
    select
        unit.unit_id,
        unit.sort as unit_sort,
        asked.* exclude (unit_id),
    from asked
    join unit_at($known_on) as unit
        on unit.active
        and unit.unit_id = coalesce(asked.unit_id, unit.unit_id)
),

counted as (
    select
        owed.unit_id,
        owed.action_id,
        max(period.last_day) filter (done.unit_id is not null) as last_done,
        list(period.last_day order by period.last_day) filter (done.unit_id is null) as undone,
    from owed
    join period using (action_id)
    left join done
        on done.unit_id = owed.unit_id
        and done.action_id = owed.action_id
        and done.period_key = period.period_key
    group by all
)

select
    owed.unit_id,
    owed.action_id,
    owed.name,
    owed.name_en,
    owed.cadence,
    case
        when owed.cadence = 'once' then owed.ends_on
        else list_min(list_filter(counted.undone, lambda day: day > coalesce(counted.last_done, '1900-01-01'::date)))
    end as due_on,
    coalesce(done.done_on, if(done.unit_id is null, null, owed.ends_on)) as done_on,
    coalesce(
        len(list_filter(counted.undone, lambda day: day > coalesce(counted.last_done, '1900-01-01'::date))), 0
    )::bigint as undone,
from owed
left join counted
    on counted.unit_id = owed.unit_id
    and counted.action_id = owed.action_id
left join done
    on owed.cadence = 'once'
    and done.unit_id = owed.unit_id
    and done.action_id = owed.action_id
order by owed.unit_sort, owed.row_no;
