-- How far has one matter come?
-- Grain: one row, none for a task there is not. division_code: of its unit. Parameters: known_on, task_id.
select
    task.title,
    task.unit_id,
    unit.division_code,
    task.step,
    task.step_no,
    task.step_on,
    task.due_now,
from task_now_at($known_on) as task
left join unit_at($known_on) as unit using (unit_id)
where task.task_id = $task_id;
