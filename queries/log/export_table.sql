-- Every row of one table as known at the chosen event, in the contract's columns, with its batch and row.
-- Written for observation and its key; the store changes only the table's name and the key columns.
-- Parameters: known_on.
select * exclude (known_from, known_to)
from observation_span
where known_from <= $known_on
    and $known_on < known_to
order by unit_id, metric_id, variant, as_of;
