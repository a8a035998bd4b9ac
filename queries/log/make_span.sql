-- The span table beside a fact table: each fact with the events from which and to which it is known.
-- Written for observation; the store runs the same statement for every table of the contract, changing only that name.
-- known_from is included, known_to is not; an open end is 9223372036854775807.
create table observation_span as
select
    observation.*,
    0::bigint as known_from,
    0::bigint as known_to,
from observation
with no data;
