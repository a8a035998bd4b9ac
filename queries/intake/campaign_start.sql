-- On which day does the campaign begin? Grain: one row per campaign. Parameters: known_on.
select started_on
from campaign_at($known_on);
