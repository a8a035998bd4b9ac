-- Which further actions has each unit taken on, and how often has it said it did them?
-- Grain: one row per unit with any 自选动作, in official order. actions: how many; logged: periods in which one was done,
-- null = nobody said, which is not 0. Never a share: nothing of it is due.
-- Parameters: known_on, comparable_group (null = all), unit_id (null = all).
with logged as (
    select
        unit_id,
        action_id,
        count(*) filter (where status in ('done', 'late')) as times,
    from action_log_at($known_on)
    group by unit_id, action_id
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    count(*)::bigint as actions,
    list(action.name order by action.sort) as names,
    list(action.name_en order by action.sort) as names_en,
    sum(logged.times)::bigint as logged,
from action_at($known_on) as action
join unit_at($known_on) as unit
    on unit.unit_id = action.unit_id
    and unit.active
left join logged
    on logged.unit_id = unit.unit_id
    and logged.action_id = action.action_id
where action.requirement = 'optional'
    and ($comparable_group::varchar is null or unit.comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit.unit_id = $unit_id::varchar)
group by unit.unit_id, unit.short_name, unit.short_name_en, unit.sort
order by unit.sort;
