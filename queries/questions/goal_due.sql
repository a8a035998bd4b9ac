-- Under each goal, how many units owe a figure of the latest period, how many have given theirs, and who is late with any?
-- Grain: one row per goal, in order; asked 0 where nothing is asked for. period_end: of the latest period that is asked for.
-- Parameters: known_on, today.
with owed as (
    select
        due.unit_id,
        due.period_end,
        due.state,
        due.due_day,
        metric.goal,
        due.period_end = max(due.period_end) over (partition by metric.goal) as is_latest,
    from due_at($known_on, $today::date) as due
    join metric_at($known_on) as metric using (metric_id)
),

unit as (
    select
        goal,
        unit_id,
        max(period_end) as period_end,
        bool_or(is_latest) as is_asked,
        bool_or(is_latest and state = 'missing') as is_open,
        bool_or(state = 'missing' and due_day < $today::date) as is_late,
    from owed
    group by goal, unit_id
)

select
    goal.code as goal,
    goal.no,
    goal.name,
    goal.name_en,
    max(unit.period_end) as period_end,
    (count(*) filter (unit.is_asked))::bigint as asked,
    (count(*) filter (unit.is_asked and not unit.is_open))::bigint as reported,
    (count(*) filter (unit.is_late))::bigint as late,
from theme_at($known_on) as goal
left join unit
    on unit.goal = goal.code
where goal.kind = 'goal'
group by all
order by goal.no;
