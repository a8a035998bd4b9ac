-- What needs attention, as confirmed by a person?
-- Grain: one row per open, confirmed item, oldest deadline first; at most five. Nothing is inferred by the program.
-- Two sources: notices entered as confirmed, and candidates a person confirmed whose task is not closed (nobody asked
-- yet: owner and on_date null). on_date: the deadline, with extensions. has_owner: named, though owner is null for
-- visitors. Parameters: known_on, shows_names.
with asked as (
    select
        candidate_id,
        owner,
        due_now as due_on,
        step = 'closed' as is_closed,
    from task_now_at($known_on)
    where candidate_id is not null
    qualify row_number() over (partition by candidate_id order by is_closed, due_now, task_id) = 1
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
    if($shows_names, matter.owner, null) as owner,
    matter.owner is not null as has_owner,
    matter.note,
    matter.note_en,
    matter.place,
    matter.batch_id,
    matter.row_no,
from matter
left join unit_at($known_on) as unit using (unit_id)
order by matter.on_date nulls last, unit.sort
limit 5;
