-- The reporting windows as each unit has them: a unit's own takes the place of everybody's.
-- Grain: one row per active unit, frequency and period_end. period_start: its first day.
create or replace macro window_at(known_on) as table
select
    reporting_window.* exclude (unit_id, batch_id, row_no, known_from, known_to),
    unit.unit_id,
    case frequency
        when 'week' then period_end - 6
        when 'halfmonth' then date_trunc('month', period_end) + if(day(period_end) <= 15, 0, 15) * interval 1 day
        else date_trunc(frequency, period_end)
    end::date as period_start,
from reporting_window_at(known_on) as reporting_window
join unit_at(known_on) as unit
    on unit.active
    and reporting_window.unit_id in ('', unit.unit_id)
qualify row_number() over (
    partition by frequency, period_end, unit.unit_id
    order by reporting_window.unit_id desc
) = 1;

-- Who owes which figure for which period, and whether it is there? Periods that have opened by `today`.
-- Grain: one row per unit, reporting window and assigned metric and variant.
-- due_day: due_on moved to the next working day (a day the calendar does not name works from Monday to Friday).
-- state: published | waiting (handed in, not reviewed) | no_change (the unit's word, published or waiting) | missing.
-- handed_in_on: the first day it was handed in, null where it is missing.
create or replace macro due_at(known_on, today) as table
with period_window as (
    from window_at(known_on)
    where opens_on <= today
),

working as (
    from working_of('period_window', known_on)
),

owed as (
    select
        period_window.*,
        working.due_day,
        assignment.metric_id,
        assignment.variant,
    from period_window
    join working using (due_on)
    join assignment_at(known_on) as assignment
        on assignment.unit_id = period_window.unit_id
        and not assignment.not_applicable
        and assignment.starts_on <= period_window.period_end
        and (assignment.ends_on is null or assignment.ends_on >= period_window.period_end)
    join metric_at(known_on) as metric
        on metric.metric_id = assignment.metric_id
        and metric.frequency = period_window.frequency
),

handed_in as (
    select
        batch_id,
        arg_max(kind, event_no) in ('submitted', 'passed') as is_waiting,
        min(logged_at)::date as handed_in_on,
    from event
    where event_no <= known_on
        and batch_id is not null
    group by batch_id
),

figure as (
    select unit_id, metric_id, variant, as_of, batch_id
    from observation_at(known_on)
    union all
    select unit_id, metric_id, variant, as_of, batch_id
    from observation
    where batch_id in (select batch_id from handed_in where is_waiting)
),

given as (
    select
        owed.unit_id,
        owed.frequency,
        owed.period_end,
        owed.metric_id,
        owed.variant,
        bool_or(not handed_in.is_waiting) as is_published,
        min(handed_in.handed_in_on) as handed_in_on,
    from owed
    join figure
        on figure.unit_id = owed.unit_id
        and figure.metric_id = owed.metric_id
        and figure.variant = owed.variant
        and figure.as_of between owed.period_start and owed.period_end
    join handed_in using (batch_id)
    group by all
),

word as (
    select unit_id, as_of, batch_id
    from no_change_at(known_on)
    union all
    select unit_id, as_of, batch_id
    from no_change
    where batch_id in (select batch_id from handed_in where is_waiting)
),

unchanged as (
    select
        word.unit_id,
        word.as_of,
        min(handed_in.handed_in_on) as handed_in_on,
    from word
    join handed_in using (batch_id)
    group by all
)

select
    owed.unit_id,
    owed.frequency,
    owed.period_end,
    owed.period_start,
    owed.opens_on,
    owed.due_on,
    owed.due_day,
    owed.locks_on,
    owed.metric_id,
    owed.variant,
    case
        when given.is_published then 'published'
        when given.handed_in_on is not null then 'waiting'
        when unchanged.handed_in_on is not null then 'no_change'
        else 'missing'
    end as state,
    coalesce(given.handed_in_on, unchanged.handed_in_on) as handed_in_on,
from owed
left join given using (unit_id, frequency, period_end, metric_id, variant)
left join unchanged
    on unchanged.unit_id = owed.unit_id
    and unchanged.as_of between owed.period_start and owed.period_end;
