-- The day something is due, moved to the next working day. days: the name of a relation with due_on.
-- A day the calendar does not name works from Monday to Friday. has_calendar: it names days of that year.
-- Grain: one row per due_on.
create or replace macro working_of(days, known_on) as table
select
    due.due_on,
    min(due.due_on + offset_days::integer) as due_day,
    year(due.due_on) in (select year(day) from calendar_at(known_on)) as has_calendar,
from (select distinct due_on from query_table(days)) as due
cross join range(0, 31) as later(offset_days)
left join calendar_at(known_on) as calendar
    on calendar.day = due.due_on + offset_days::integer
where coalesce(calendar.is_working, isodow(due.due_on + offset_days::integer) <= 5)
group by due.due_on;
