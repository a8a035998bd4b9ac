-- Which metrics could an organiser put into the index of a group, and which could divide them?
-- Grain: one row per metric, in the order of the contract. units: of the group that reported it; 0 when none did.
-- Parameters: known_on, comparable_group.
with reported as (
    select
        seen.metric_id,
        count(distinct seen.unit_id)::bigint as units,
    from series_at($known_on, null::date) as seen
    join unit_at($known_on) as unit using (unit_id)
    where seen.variant = ''
        and unit.active
        and unit.comparable_group = $comparable_group::varchar
    group by seen.metric_id
)

select
    metric.metric_id,
    metric.name,
    metric.name_en,
    metric.uom,
    metric.uom_en,
    metric.kind,
    metric.direction,
    metric.use_class,
    metric.comparable,
    metric.subset_of,
    coalesce(reported.units, 0) as units,
from metric_at($known_on) as metric
left join reported using (metric_id)
order by metric.sort, metric.metric_id;
