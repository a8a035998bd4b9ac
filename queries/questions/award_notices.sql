-- When was what posted for each award?
-- Grain: one row per award and day on which nominations were posted (公示), in order. posted: how many; ended: of them,
-- those stopped or withdrawn since.
-- Parameters: known_on.
select
    state.award,
    award.name as award_name,
    award.name_en as award_name_en,
    state.posted_on,
    count(*)::bigint as posted,
    count(*) filter (where state.is_ended)::bigint as ended,
from nomination_state_at($known_on) as state
left join theme_at($known_on) as award
    on award.kind = 'award'
    and award.code = state.award
where state.posted_on is not null
group by state.award, award.no, award.name, award.name_en, state.posted_on
order by award.no, state.award, state.posted_on;
