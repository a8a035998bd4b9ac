-- Every unit known now and the division it lies in (null: the city itself).
select
    unit_id,
    division_code,
from unit_span
where known_to = 9223372036854775807
order by unit_id;
