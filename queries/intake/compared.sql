-- What would the rows handed in change? incoming: the rows, in the table's columns, with row_no.
-- Grain: one row per row of incoming. state: new | corrected | unchanged. was_batch and was_row: the row known now (null: new).
-- Written for observation and its key; the store changes only the table's name and the key columns. Parameters: known_on.
with known_now as (
    select
        unit_id, metric_id, variant, as_of,
        batch_id as was_batch,
        row_no as was_row,
    from observation_span
    where known_from <= $known_on
        and $known_on < known_to
),

same as (
    select * exclude (row_no)
    from incoming
    intersect
    select * exclude (batch_id, row_no, known_from, known_to)
    from observation_span
    where known_from <= $known_on
        and $known_on < known_to
),

same_key as (
    select
        unit_id, metric_id, variant, as_of,
        true as is_same,
    from same
)

select
    incoming.row_no,
    case
        when known_now.was_batch is null then 'new'
        when same_key.is_same then 'unchanged'
        else 'corrected'
    end as state,
    known_now.was_batch,
    known_now.was_row,
from incoming
left join known_now using (unit_id, metric_id, variant, as_of)
left join same_key using (unit_id, metric_id, variant, as_of)
order by incoming.row_no;
