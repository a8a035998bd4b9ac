-- Which campaign is this file's? No row: none has been published yet.
select campaign_id
from campaign_span
order by known_from desc
limit 1;
