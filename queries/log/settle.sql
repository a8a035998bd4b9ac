-- Brings the spans of one table up to date with the event just logged, for the rows it touched.
-- Written for observation and its key; the store changes only the table's name and the key columns.
-- touched (a temporary table): batch_id, row_no of the rows whose being known may have changed.
-- Of the live rows of a key (batch published, row not struck) the one published last is known: so a
-- correction succeeds what it corrects, and taking the correction back brings the earlier row back.
-- Parameters: event_no.
create or replace temp table touched_key as
select distinct unit_id, metric_id, variant, as_of
from observation
semi join touched using (batch_id, row_no);

create or replace temp table winner as
select observation.*
from observation
join live_batch using (batch_id)
semi join touched_key using (unit_id, metric_id, variant, as_of)
anti join live_strike
    on live_strike.struck_table = 'observation'
    and live_strike.struck_batch = observation.batch_id
    and live_strike.struck_row = observation.row_no
qualify row_number() over (
    partition by unit_id, metric_id, variant, as_of
    order by live_batch.published_no desc, observation.row_no desc
) = 1;

update observation_span
set known_to = $event_no
where known_to = 9223372036854775807
    and (unit_id, metric_id, variant, as_of) in (from touched_key)
    and (batch_id, row_no) not in (select batch_id, row_no from winner);

insert into observation_span
select
    winner.*,
    $event_no as known_from,
    9223372036854775807 as known_to,
from winner
where (batch_id, row_no) not in (
    select batch_id, row_no
    from observation_span
    where known_to = 9223372036854775807
);

drop table touched_key;
drop table winner;
