-- Cumulative closed-loop figures known now where a stage counts more matters than the stage before it.
-- Grain: one row per unit, variant, day and later stage.
select
    later.batch_id,
    later.row_no,
    later.unit_id,
    later.metric_id,
    later.as_of,
    later.value as later_value,
    earlier.value as earlier_value,
from observation_span as later
join metric_span as metric
    on metric.metric_id = later.metric_id
    and metric.group_code = 'loop'
    and metric.kind = 'cumulative'
    and metric.known_to = 9223372036854775807
join observation_span as earlier
    on earlier.unit_id = later.unit_id
    and earlier.metric_id = metric.subset_of
    and earlier.variant = later.variant
    and earlier.as_of = later.as_of
    and earlier.known_to = 9223372036854775807
where later.known_to = 9223372036854775807
    and later.qualifier = 'exact'
    and earlier.qualifier = 'exact'
    and later.value > earlier.value;
