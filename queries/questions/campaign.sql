-- Which campaign is this, and how far does what we know of it reach?
-- Grain: one row. first_day and last_day: earliest and latest as_of of any figure, null when there is none.
-- Parameters: known_on.
select
    campaign.* exclude (batch_id, row_no, known_from, known_to),
    (select count(*) from unit_at($known_on) where active)::bigint as units,
    figure.figures,
    figure.first_day,
    figure.last_day,
from campaign_at($known_on) as campaign
cross join (
    select
        count(*)::bigint as figures,
        min(as_of) as first_day,
        max(as_of) as last_day,
    from observation_at($known_on)
) as figure;
