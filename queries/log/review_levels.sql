-- How many levels review, where a person has set it.
select value
from setting_span
where name = 'review_levels'
    and known_to = 9223372036854775807;
