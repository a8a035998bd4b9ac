-- What one unit might hand in next: 40 figures of a new month and 10 corrected figures of the last one.
-- Grain: one row per figure, with row_no. Parameters: unit_id.
with latest as (
    select
        *,
        row_number() over (order by metric_id) as place_in_form,
    from observation_span
    where known_to = 9223372036854775807
        and unit_id = $unit_id
    qualify as_of = max(as_of) over ()
),

figure as (
    select * replace (last_day(as_of + interval 1 month) as as_of, value + 1 as value)
    from latest
    union all
    select * replace (value + 2 as value)
    from latest
    where place_in_form <= 10
)

select
    * exclude (place_in_form, batch_id, row_no, known_from, known_to),
    1 + row_number() over (order by as_of, metric_id) as row_no,
from figure;
