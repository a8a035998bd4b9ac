-- The rows of a batch whose key is now known by the row of a batch published after it.
-- Written for observation and its key; the store changes only the table's name and the key columns. Parameters: batch_id.
with first_published as (
    select
        batch_id,
        min(event_no) as published_no,
    from event
    where kind = 'published'
    group by batch_id
),

known_now as (
    select
        unit_id, metric_id, variant, as_of,
        first_published.published_no as later_no,
        observation_span.batch_id as later_batch,
        observation_span.row_no as later_row,
    from observation_span
    join first_published using (batch_id)
    where observation_span.known_to = 9223372036854775807
)

select
    observation.row_no,
    unit_id, metric_id, variant, as_of,
    known_now.later_batch,
    known_now.later_row,
from observation
join first_published using (batch_id)
join known_now using (unit_id, metric_id, variant, as_of)
where observation.batch_id = $batch_id
    and known_now.later_no > first_published.published_no
order by observation.row_no;
