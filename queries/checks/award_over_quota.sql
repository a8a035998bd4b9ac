-- An award known now that has more nominations in 公示 and beyond than places.
-- Grain: one row per such award.
select
    state.award,
    count(*)::bigint as held,
    any_value(quota.places) as places,
from nomination_state_at(9223372036854775806) as state
join award_places_at(9223372036854775806) as quota
    on quota.award = state.award
where state.is_held
group by state.award
having count(*) > any_value(quota.places);
