-- As of which days do units' figures stand?
-- Grain: one row per day, latest first. figures: how many are known as of it. Parameters: known_on.
select
    as_of as day,
    count(*)::bigint as figures,
from observation_at($known_on)
group by as_of
order by as_of desc;
