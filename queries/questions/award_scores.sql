-- What did the judges give each nomination?
-- Grain: one row per nomination with a sheet, none for who may not see nominees. scores: those given, lowest first; recused:
-- judges who gave none. reviewed: what 终评 came to (passed | stopped | withdrawn), null before it.
-- Parameters: known_on, award (null = all), sees_nominees.
select
    state.nomination_id,
    state.award,
    award.name as award_name,
    award.name_en as award_name_en,
    quota.places,
    state.unit_id,
    unit.short_name,
    unit.short_name_en,
    state.subject,
    list(score.value::double order by score.value) filter (where score.value is not null) as scores,
    count(*) filter (where score.value is null)::bigint as recused,
    any_value(review.outcome) as reviewed,
    state.is_ended,
from nomination_state_at($known_on) as state
join award_score_at($known_on) as score using (nomination_id)
left join nomination_step_at($known_on) as review
    on review.nomination_id = state.nomination_id
    and review.stage = 'final_review'
left join award_places_at($known_on) as quota
    on quota.award = state.award
left join theme_at($known_on) as award
    on award.kind = 'award'
    and award.code = state.award
left join unit_at($known_on) as unit
    on unit.unit_id = state.unit_id
where $sees_nominees
    and ($award::varchar is null or state.award = $award::varchar)
group by all
order by min(award.no), state.award, min(unit.sort), min(state.batch_id), min(state.row_no);
