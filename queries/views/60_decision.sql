-- Decisions of meetings with what became of the task each is followed up as, judged on a day.
-- Grain: one row per decision and unit bound. state: done; overdue = not closed after due_on; doing; null = no task.
-- due_on: the deadline with extensions. late_days: how long after it, closed or still open; null: not late.
create or replace macro decision_at(known_on, today) as table
with step as (
    select
        task_id,
        arg_max(step.step, step_no) as last_step,
        max(on_date) filter (step.step = 'closed') as closed_on,
        arg_max(due_on, step_no) filter (due_on is not null) as extended_to,
    from task_step_at(known_on) as step
    where today is null
        or on_date <= today
    group by task_id
),

judged as (
    select
        decision.decision_id,
        decision.meeting_id,
        decision.text,
        decision.unit_id,
        unit.short_name,
        unit.short_name_en,
        decision.owner,
        coalesce(step.extended_to, decision.due_on) as due_on,
        decision.task_id,
        step.last_step,
        case when step.last_step = 'closed' then step.closed_on end as closed_on,
        decision.batch_id,
        decision.row_no,
    from meeting_decision_at(known_on) as decision
    left join unit_at(known_on) as unit using (unit_id)
    left join step using (task_id)
)

select
    *,
    case
        when task_id is null then null
        when closed_on is not null then 'done'
        when due_on < today then 'overdue'
        else 'doing'
    end as state,
    case
        when task_id is not null and coalesce(closed_on, today) > due_on then coalesce(closed_on, today) - due_on
    end::bigint as late_days,
from judged;
