-- Which staged figure counts more than the metric that counts everything it counts (反馈 more than 受理), both exact?
-- Grain: one row per such figure; row_at is its place. is_flow: of one period, in which a later step may overtake.
select
    later.row_at,
    earlier.row_no as other_row,
    earlier.printed as other,
    earlier.metric_id as other_metric,
    metric.kind = 'flow' as is_flow,
from staged as later
join metric using (metric_id)
join staged as earlier
    on earlier.unit_id = later.unit_id
    and earlier.metric_id = metric.subset_of
    and earlier.variant = later.variant
    and earlier.as_of = later.as_of
    and earlier.coverage = later.coverage
where later.qualifier = 'exact'
    and earlier.qualifier = 'exact'
    and later.value > earlier.value
order by later.row_at;
