-- What did the judges give the nominations of an award? Grain: one row per score that was given.
-- Parameters: known_on, award.
select
    score.nomination_id,
    score.value,
from award_score_at($known_on) as score
join nomination_at($known_on) as nomination using (nomination_id)
where nomination.award = $award
    and score.value is not null;
