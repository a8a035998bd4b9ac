-- Which actions are there, who owes them and how often?
-- Grain: one row per action, by unit in official order. unit_id: null when all units owe it.
-- logged: how often it was logged; null = 未报, not 0.
-- Parameters: known_on, comparable_group (null = all), unit_id (null = all).
select
    action.action_id,
    action.set_code,
    action.set_name,
    action.set_name_en,
    action.name,
    action.name_en,
    action.cadence,
    action.requirement,
    action.per,
    action.goal,
    action.text,
    action.text_en,
    action.place,
    action.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    action.sort as action_sort,
    nullif(count(logged.period_key), 0)::bigint as logged,
    action.batch_id,
    action.row_no,
from action_at($known_on) as action
left join unit_at($known_on) as unit using (unit_id)
left join action_log_at($known_on) as logged using (action_id)
where (
        $unit_id::varchar is null
        or action.unit_id = $unit_id::varchar
        or action.unit_id is null
    )
    and (
        $comparable_group::varchar is null
        or unit.comparable_group = $comparable_group::varchar
        or action.unit_id is null
    )
group by all
order by unit.sort nulls first, action.sort, action.action_id;
