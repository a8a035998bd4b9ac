-- Whom do the three tests look at, and is there anything of each kind they need?
-- Grain: one row per active unit, in official order. milestones, required: what the whole campaign has of them.
-- Parameters: known_on, today (null = the day of that event).
select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    unit.comparable_group,
    (select count(*) from record_at($known_on) where kind = 'milestone' and stage is not null)::bigint as milestones,
    (select count(*) from action_at($known_on) where requirement = 'required')::bigint as required,
    (select count(*) from task_at($known_on))::bigint as tasks,
    day_at($known_on, $today::date) as day,
from unit_at($known_on) as unit
where unit.active
order by unit.sort;
