-- How much of what is required has each unit done, of what was due?
-- Grain: one row per unit and required action, units in official order. total: periods (or 1) over the whole campaign, what
-- is 不涉及 left out; due: those past their due day. in_time, late and overdue add up to due; unreported: of overdue, those
-- without a word. done: done of total, due or not. population, people: of an action each person does, how many there are
-- and how many have done it; null elsewhere, people also where nobody said a word. first_day, last_due: between which it is to be done, for what is done once.
-- Parameters: known_on, today (null = the event's day), comparable_group (null = all), unit_id (null = all).
select
    unit_id,
    short_name,
    short_name_en,
    unit_sort,
    action_id,
    name,
    name_en,
    cadence,
    action_sort,
    any_value(today) as today,
    count(*) filter (where state <> 'not_applicable')::bigint as total,
    count(*) filter (where is_due)::bigint as due,
    count(*) filter (where is_due and state = 'done')::bigint as in_time,
    count(*) filter (where is_due and state = 'late')::bigint as late,
    count(*) filter (where is_due and not is_done)::bigint as overdue,
    count(*) filter (where is_due and state = 'unreported')::bigint as unreported,
    count(*) filter (where is_done)::bigint as done,
    max(days) filter (where is_due and not is_done)::bigint as most_days,
    sum(population) filter (where state <> 'not_applicable')::double as population,
    sum(
        case
            when population is null then null
            when times is not null then times
            when is_done then population
            when state = 'missed' then 0
        end
    ) filter (where state <> 'not_applicable')::double as people,
    min(period_start) as first_day,
    max(due_day) as last_due,
from duty_at($known_on, $today::date)
where is_required
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
group by all
order by unit_sort, action_sort, action_id;
