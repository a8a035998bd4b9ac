-- What is counted, how is each metric defined, and by how many units is it reported?
-- Grain: one row per metric, by goal and the order of the contract. units: 0 when nobody has reported it yet.
-- Parameters: known_on, period.
with reported as (
    select
        metric_id,
        count(distinct unit_id)::bigint as units,
        count(*)::bigint as figures,
    from series_at($known_on, $period::date)
    group by metric_id
)

select
    metric.metric_id,
    metric.name,
    metric.name_en,
    metric.uom,
    metric.uom_en,
    metric.kind,
    metric.frequency,
    metric.direction,
    metric.additive,
    metric.comparable,
    metric.use_class,
    metric.headline_no,
    metric.goal,
    goal.name as goal_name,
    goal.name_en as goal_name_en,
    metric.group_code,
    metric.subset_of,
    metric.definition,
    metric.definition_en,
    metric.owner,
    metric.valid_from,
    metric.place,
    metric.batch_id,
    metric.row_no,
    coalesce(reported.units, 0) as units,
    coalesce(reported.figures, 0) as figures,
from metric_at($known_on) as metric
left join theme_at($known_on) as goal
    on goal.kind = 'goal'
    and goal.code = metric.goal
left join reported using (metric_id)
order by goal.no nulls last, metric.sort, metric.metric_id;
