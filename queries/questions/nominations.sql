-- Who is nominated, how far has each come, who entered the last step and when?
-- Grain: one row per nomination, by award, those furthest first. Who may not see nominees gets those that stand in 公示 or
-- beyond, and of them the subject only after 公布 (null before). last_*: null before the first step.
-- Parameters: known_on, award (null = all), shows_names, sees_nominees.
select
    state.nomination_id,
    state.award,
    award.name as award_name,
    award.name_en as award_name_en,
    state.unit_id,
    unit.short_name,
    unit.short_name_en,
    if($sees_nominees or state.is_announced, state.subject, null) as subject,
    state.is_person,
    state.passed_no,
    state.last_no,
    state.last_stage,
    state.last_outcome,
    state.last_on,
    if($sees_nominees, coalesce(state.last_note, state.note), null) as note,
    state.is_ended,
    signature_of('acted', event.signed_by, $shows_names) as signed_by,
    coalesce(state.last_batch, state.batch_id) as batch_id,
    coalesce(state.last_row, state.row_no) as row_no,
from nomination_state_at($known_on) as state
left join theme_at($known_on) as award
    on award.kind = 'award'
    and award.code = state.award
left join unit_at($known_on) as unit
    on unit.unit_id = state.unit_id
left join event
    on event.batch_id = coalesce(state.last_batch, state.batch_id)
    and event.kind = 'published'
where ($award::varchar is null or state.award = $award::varchar)
    and ($sees_nominees or state.is_held)
order by award.no, state.award, state.is_ended, state.passed_no desc, unit.sort, state.batch_id, state.row_no;
