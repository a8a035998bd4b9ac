-- The campaign's goals.
-- Grain: one row per goal, in order. figures: how many latest figures stand under it.
-- Parameters: known_on, period.
select
    goal.code as goal,
    goal.no,
    goal.name,
    goal.name_en,
    count(figure.unit_id)::bigint as figures,
    count(distinct figure.unit_id)::bigint as units,
from theme_at($known_on) as goal
left join (
    select
        figure.unit_id,
        coalesce(figure.goal, metric.goal) as goal,
    from latest_at($known_on, $period::date) as figure
    join metric_at($known_on) as metric using (metric_id)
) as figure
    on figure.goal = goal.code
where goal.kind = 'goal'
group by all
order by goal.no;
