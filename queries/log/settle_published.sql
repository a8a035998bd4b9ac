-- The same as settle for a batch published for the first time: its rows are the latest of their keys, so none has to be
-- sought, and a million rows pass through without being kept twice.
-- Written for observation and its key; the store changes only the table's name and the key columns.
-- Parameters: event_no, batch_id.
update observation_span
set known_to = $event_no
where known_to = 9223372036854775807
    and (unit_id, metric_id, variant, as_of) in (
        select (unit_id, metric_id, variant, as_of)
        from observation
        anti join live_strike
            on live_strike.struck_table = 'observation'
            and live_strike.struck_batch = observation.batch_id
            and live_strike.struck_row = observation.row_no
        where observation.batch_id = $batch_id
    );

insert into observation_span
select
    observation.*,
    $event_no as known_from,
    9223372036854775807 as known_to,
from observation
anti join live_strike
    on live_strike.struck_table = 'observation'
    and live_strike.struck_batch = observation.batch_id
    and live_strike.struck_row = observation.row_no
where observation.batch_id = $batch_id;
