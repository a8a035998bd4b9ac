-- The units whose rows a batch holds, with the division each lies in. Parameters: batch_id.
-- Written for observation; the store changes only the table's name.
select distinct
    observation.unit_id,
    unit_span.division_code,
from observation
left join unit_span
    on unit_span.unit_id = observation.unit_id
    and unit_span.known_to = 9223372036854775807
where observation.batch_id = $batch_id
order by observation.unit_id;
