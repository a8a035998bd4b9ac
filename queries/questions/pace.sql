-- How does each unit stand on one metric against what it is to reach?
-- Grain: one row per unit and variant with a figure or a target, in official order. Columns as paced_at; aim null = 未设目标,
-- value null = 未报. Parameters: known_on, period, today, metric_id, comparable_group (null = all).
select *
from paced_at($known_on, $period::date, $today::date)
where metric_id = $metric_id
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
order by unit_sort, variant_sort nulls first, variant;
