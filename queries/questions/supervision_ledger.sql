-- What has been handed to units, and what was confirmed and is not handed to anybody yet?
-- Grain: one row per task, and per confirmed candidate without one, as entered (no counts from 1); open ones first, by
-- deadline. step: null = not handed over. day: the day asked of. has_owner: named, though owner and notes (what was fed
-- back or found) are null for visitors. Parameters: known_on, today (null = the day of that event), shows_names.
with matter as (
    select
        task_id,
        unit_id,
        title,
        title as title_en,
        ground,
        candidate_id,
        evidence,
        origin,
        owner,
        assigned_on as entered_on,
        assigned_on,
        due_now,
        step,
        step_no,
        step_on,
        note,
        closed_on,
        extended,
        reopened,
        batch_id,
        row_no,
    from task_now_at($known_on)
    union all by name
    select
        judgement.candidate_id as task_id,
        judgement.unit_id,
        coalesce(theme.name, judgement.ground) as title,
        coalesce(theme.name_en, judgement.ground) as title_en,
        judgement.ground,
        judgement.candidate_id,
        judgement.evidence,
        judgement.on_date as entered_on,
        judgement.batch_id,
        judgement.row_no,
    from judged_at($known_on) as judgement
    left join theme_at($known_on) as theme
        on theme.kind = 'ground'
        and theme.code = judgement.ground
    where judgement.verdict = 'confirmed'
        and judgement.candidate_id not in (
            select candidate_id from task_now_at($known_on) where candidate_id is not null
        )
)

select
    row_number() over (order by matter.entered_on, matter.task_id) as no,
    matter.task_id,
    matter.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.division_code,
    matter.title,
    matter.title_en,
    matter.ground,
    ground.name as ground_name,
    ground.name_en as ground_name_en,
    matter.candidate_id,
    matter.evidence,
    if($shows_names, matter.owner, null) as owner,
    matter.owner is not null as has_owner,
    matter.assigned_on,
    matter.entered_on,
    matter.due_now,
    matter.step,
    matter.step_no,
    matter.step_on,
    if($shows_names, matter.note, null) as note,
    matter.closed_on,
    matter.extended,
    matter.reopened,
    day_at($known_on, $today::date) as day,
    matter.batch_id,
    matter.row_no,
from matter
left join unit_at($known_on) as unit using (unit_id)
left join theme_at($known_on) as ground
    on ground.kind = 'ground'
    and ground.code = matter.ground
order by matter.closed_on is not null, matter.closed_on desc, matter.due_now nulls first, no;
