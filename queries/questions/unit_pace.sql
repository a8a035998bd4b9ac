-- How does one unit stand against each number it is to reach?
-- Grain: one row per target of the unit, by goal and metric. Columns as paced_at.
-- Parameters: known_on, period, today, unit_id.
select *
from paced_at($known_on, $period::date, $today::date)
where unit_id = $unit_id
    and target_id is not null
order by goal nulls last, metric_sort nulls last, variant_sort nulls first, metric_id;
