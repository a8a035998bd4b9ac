-- May each metric be ranked, and if not, why not?
-- Grain: one row per metric, variant and comparable group with any figure. reasons: list, empty when it may be ranked.
-- Parameters: known_on, period.
select * exclude (metric_sort)
from gate_at($known_on, $period::date)
order by may_be_ranked desc, metric_sort, metric_id, comparable_group, variant;
