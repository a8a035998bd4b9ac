-- Which campaign is this, and how far does what we know of it reach?
-- Grain: one row. first_day and last_day: earliest and latest as_of of any figure, null when there is none.
-- Parameters: known_on.
select
    campaign.* exclude (batch_id, row_no, known_from, known_to),
    (select count(*) from unit_at($known_on) where active)::bigint as units,
    (select count(*) from observation_at($known_on))::bigint as figures,
    (select min(as_of) from observation_at($known_on)) as first_day,
    (select max(as_of) from observation_at($known_on)) as last_day,
from campaign_at($known_on) as campaign;
