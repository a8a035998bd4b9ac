-- How far do each unit's matters come?
-- Grain: one row per unit that gave any stage and stage, in official order, as of the unit's last such day.
-- value: null = 未报. share, lost: null unless the count and the one before it are exact and of one kind.
-- Parameters: known_on, period, comparable_group (null = all), variant (null = all matters).
select *
from loop_at($known_on, $period::date, true)
where variant = coalesce(nullif($variant::varchar, 'whole'), '')
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
order by unit_sort, stage_no;
