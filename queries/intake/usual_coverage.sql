-- What did a unit's last figure of a metric cover? Grain: one row per unit and metric that has a figure.
-- Parameters: known_on.
select
    unit_id,
    metric_id,
    arg_max(coverage, as_of) as coverage,
from observation_at($known_on)
group by unit_id, metric_id
order by unit_id, metric_id;
