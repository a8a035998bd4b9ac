-- The matters handed to units, with how far each has come.
-- Grain: one row per task. assigned_on: the day of the step, else of the entry. due_now: with extensions. step: the last
-- one; a task nobody wrote a step of is assigned. candidate_id: what it came from, where it came from a confirmed candidate:
-- by its origin, else the last one confirmed of its unit and ground before it was handed over.
create or replace macro task_now_at(known_on) as table
with stepped as (
    select
        task_id,
        min(on_date) filter (step = 'assigned') as assigned_on,
        max(step_no) as step_no,
        arg_max(step, step_no) as step,
        arg_max(on_date, step_no) as step_on,
        arg_max(note, step_no) as note,
        arg_max(due_on, step_no) filter (due_on is not null) as extended_to,
        max(on_date) filter (step = 'fed_back') as fed_back_on,
        max(on_date) filter (step = 'closed') as closed_on,
        count(*) filter (step = 'extended') as extended,
        count(*) filter (step = 'reopened') as reopened,
    from task_step_at(known_on)
    group by task_id
),

handed_over as (
    select
        task.*,
        coalesce(stepped.assigned_on, event.logged_at::date) as assigned_on,
        coalesce(stepped.extended_to, task.due_on) as due_now,
        coalesce(stepped.step, 'assigned') as step,
        coalesce(stepped.step_no, 0) as step_no,
        coalesce(stepped.step_on, event.logged_at::date) as step_on,
        stepped.note,
        stepped.fed_back_on,
        case when stepped.step = 'closed' then stepped.closed_on end as closed_on,
        coalesce(stepped.extended, 0)::bigint as extended,
        coalesce(stepped.reopened, 0)::bigint as reopened,
    from task_at(known_on) as task
    left join event
        on event.event_no = task.known_from
    left join stepped using (task_id)
)

select
    handed_over.*,
    judgement.candidate_id,
from handed_over
left join judgement_at(known_on) as judgement
    on judgement.verdict = 'confirmed'
    and (
        judgement.candidate_id = handed_over.origin
        or (
            judgement.unit_id = handed_over.unit_id
            and judgement.ground = handed_over.ground
            and judgement.on_date <= handed_over.assigned_on
        )
    )
qualify row_number() over (
    partition by handed_over.task_id
    order by coalesce(judgement.candidate_id = handed_over.origin, false) desc, judgement.on_date desc
) = 1;

-- What a person decided of the candidates. Grain: one row per candidate judged. is_open: confirmed, and not closed: nobody
-- was asked yet, or a task that came of it is still open. signed_by: whose hand the event shows.
create or replace macro judged_at(known_on) as table
with asked as (
    select
        candidate_id,
        bool_and(step = 'closed') as is_closed,
    from task_now_at(known_on)
    where candidate_id is not null
    group by candidate_id
)

select
    judgement.*,
    event.signed_by,
    judgement.verdict = 'confirmed' and not coalesce(asked.is_closed, false) as is_open,
from judgement_at(known_on) as judgement
left join event
    on event.event_no = judgement.known_from
left join asked using (candidate_id);
