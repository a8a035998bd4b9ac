-- Whether a batch holds rows of a unit that lies in a county. Parameters: batch_id.
-- Written for observation; the store changes only the table's name.
select count(*) > 0 as has_county_rows
from observation
join unit_span using (unit_id)
where observation.batch_id = $batch_id
    and unit_span.known_to = 9223372036854775807
    and unit_span.division_code is not null;
