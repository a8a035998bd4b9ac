-- How do all units stand against all numbers they are to reach?
-- Grain: one row per unit, metric and variant with a target. Columns as paced_at.
-- Parameters: known_on, period, today.
select *
from paced_at($known_on, $period::date, $today::date)
where target_id is not null
order by goal nulls last, metric_sort nulls last, metric_id, unit_sort;
