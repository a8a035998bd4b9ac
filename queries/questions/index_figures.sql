-- Of which figures is the index of a group made, by the weights an organiser signed for it?
-- Grain: one row per moment, unit of the group at that moment and metric of the scheme, as index_figure_at has them; none
-- without a scheme.
-- Parameters: known_on, period, comparable_group.
select * exclude (metric_sort)
from index_figure_at($known_on, $period::date)
where comparable_group = $comparable_group::varchar
order by moment desc, unit_sort, metric_sort, metric_id;
