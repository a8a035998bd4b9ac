-- What needs attention, as confirmed by a person?
-- Grain: one row per open, confirmed item, oldest deadline first; at most five. Nothing is inferred by the program.
-- Two sources: notices entered as confirmed, and candidates a person confirmed whose task is not closed (nobody asked
-- yet: owner and on_date null). on_date: the deadline, with extensions. Parameters: known_on.
with last_step as (
    select
        task_id,
        min(on_date) as assigned_on,
        arg_max(step, step_no) as step,
        arg_max(due_on, step_no) filter (due_on is not null) as extended_to,
    from task_step_at($known_on)
    group by task_id
),

asked as (
    select
        judgement.candidate_id,
        task.owner,
        coalesce(last_step.extended_to, task.due_on) as due_on,
        coalesce(last_step.step, '') = 'closed' as is_closed,
    from judgement_at($known_on) as judgement
    join task_at($known_on) as task
        on task.unit_id = judgement.unit_id
        and task.ground = judgement.ground
    left join last_step using (task_id)
    where last_step.assigned_on is null
        or last_step.assigned_on >= judgement.on_date
    qualify row_number() over (
        partition by judgement.candidate_id
        order by is_closed, due_on, task.task_id
    ) = 1
),

matter as (
    select
        candidate_id as record_id,
        judgement.unit_id,
        concat_ws('：', ground.name, judgement.evidence) as title,
        concat_ws(': ', ground.name_en, judgement.evidence) as title_en,
        asked.due_on as on_date,
        judgement.reason as note,
        judgement.reason as note_en,
        asked.owner,
        null::varchar as place,
        judgement.batch_id,
        judgement.row_no,
    from judgement_at($known_on) as judgement
    left join asked using (candidate_id)
    left join theme_at($known_on) as ground
        on ground.kind = 'ground'
        and ground.code = judgement.ground
    where judgement.verdict = 'confirmed'
        and not coalesce(asked.is_closed, false)
    union all by name
    select
        record_id,
        unit_id,
        title,
        title_en,
        on_date,
        note,
        note_en,
        null::varchar as owner,
        place,
        batch_id,
        row_no,
    from record_at($known_on)
    where kind = 'notice'
        and stage = 'confirmed'
)

select
    matter.record_id,
    matter.unit_id,
    unit.short_name,
    unit.short_name_en,
    matter.title,
    matter.title_en,
    matter.on_date,
    matter.owner,
    matter.note,
    matter.note_en,
    matter.place,
    matter.batch_id,
    matter.row_no,
from matter
left join unit_at($known_on) as unit using (unit_id)
order by matter.on_date nulls last, unit.sort
limit 5;
