-- In which comparable groups do units give stage counts?
-- Grain: one row per group with any, the one with most units first.
-- Parameters: known_on, period, variant (null = all matters).
select
    comparable_group,
    count(distinct unit_id)::bigint as units,
from loop_at($known_on, $period::date, true)
where variant = coalesce(nullif($variant::varchar, 'whole'), '')
group by comparable_group
order by units desc, min(unit_sort);
