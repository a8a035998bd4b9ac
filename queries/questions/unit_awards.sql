-- Which nominations and recognitions does one unit have, and how far has each come?
-- Grain: one row per nomination, then per recognition from nation to county. Nominations as `nominations` shows them to this
-- reader. sort: nomination | recognition. title: null for a nominee whose name is not public yet.
-- Parameters: known_on, unit_id, sees_nominees.
select
    'nomination' as sort,
    award.name as of_name,
    award.name_en as of_name_en,
    if($sees_nominees or state.is_announced, state.subject, null) as title,
    if($sees_nominees or state.is_announced, state.subject, null) as title_en,
    state.last_stage,
    state.last_outcome,
    state.last_on as on_date,
    null::boolean as is_claim,
    coalesce(state.last_batch, state.batch_id) as batch_id,
    coalesce(state.last_row, state.row_no) as row_no,
    10 - state.passed_no as place_no,
from nomination_state_at($known_on) as state
left join theme_at($known_on) as award
    on award.kind = 'award'
    and award.code = state.award
where state.unit_id = $unit_id
    and ($sees_nominees or state.is_held)

union all

select
    'recognition',
    level.name,
    level.name_en,
    record.title,
    record.title_en,
    null,
    null,
    record.on_date,
    record.is_claim,
    record.batch_id,
    record.row_no,
    20 + coalesce(level.no, 9),
from record_at($known_on) as record
left join theme_at($known_on) as level
    on level.kind = 'level'
    and level.code = record.level
where record.unit_id = $unit_id
    and record.kind = 'recognition'

order by place_no, row_no;
