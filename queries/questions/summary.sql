-- Everything reported, unit by metric, in official order (一键汇总表).
-- Grain: one row per active unit and metric that any of these units reports or must report; columns as cell_at has them.
-- Parameters: known_on, period, goal (null = all), comparable_group (null = all).
with cell as (
    from cell_at($known_on, $period::date)
    where $comparable_group::varchar is null
        or comparable_group = $comparable_group::varchar
),

asked as (
    select distinct
        metric_id,
        variant,
    from cell
    where state <> 'not_asked'
)

select * exclude (comparable_group, goal, goal_no, variant_sort)
from cell
semi join asked using (metric_id, variant)
where $goal::varchar is null
    or goal = $goal::varchar
order by goal_no nulls last, metric_sort, metric_id, variant_sort nulls first, unit_sort;
