-- Which nominations does one unit have, and how far has each come?
-- Grain: one row per nomination, the furthest first, as `nominations` shows them to this reader.
-- subject: null for a nominee whose name is not public yet.
-- Parameters: known_on, unit_id, sees_nominees.
select
    award.name as award_name,
    award.name_en as award_name_en,
    if($sees_nominees or state.is_announced, state.subject, null) as subject,
    state.last_stage,
    state.last_outcome,
    state.last_on as on_date,
    coalesce(state.last_batch, state.batch_id) as batch_id,
    coalesce(state.last_row, state.row_no) as row_no,
from nomination_state_at($known_on) as state
left join theme_at($known_on) as award
    on award.kind = 'award'
    and award.code = state.award
where state.unit_id = $unit_id
    and ($sees_nominees or state.is_held)
order by state.passed_no desc, award.no, row_no;
