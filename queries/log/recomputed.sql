-- What the spans of one table ought to be, worked out from the log alone and not from the spans kept so far.
-- Written for observation and its key; the store changes only the table's name and the key columns.
-- Grain: one row per fact and unbroken stretch of events in which it is known.
create or replace temp table recomputed as
with batch_life as (
    select
        batch_id,
        kind,
        event_no as live_from,
        lead(event_no, 1, 9223372036854775807) over (partition by batch_id order by event_no) as live_to,
        min(event_no) over (partition by batch_id) as published_no,
    from event
    where kind in ('published', 'restored', 'withdrawn')
),

row_life as (
    select
        observation.*,
        batch_life.published_no,
        batch_life.live_from,
        batch_life.live_to,
    from observation
    join batch_life using (batch_id)
    where batch_life.kind in ('published', 'restored')
),

strike_life as (
    select
        strike.struck_batch as gone_batch,
        strike.struck_row as gone_row,
        batch_life.live_from,
        batch_life.live_to,
    from strike
    join batch_life using (batch_id)
    where strike.struck_table = 'observation'
        and batch_life.kind in ('published', 'restored')
),

turn as (
    select unit_id, metric_id, variant, as_of, live_from as turns_at from row_life
    union
    select unit_id, metric_id, variant, as_of, live_to from row_life
    union
    select unit_id, metric_id, variant, as_of, unnest([strike_life.live_from, strike_life.live_to])
    from strike_life
    join observation
        on observation.batch_id = strike_life.gone_batch
        and observation.row_no = strike_life.gone_row
),

piece as (
    select
        *,
        lead(turns_at) over (partition by unit_id, metric_id, variant, as_of order by turns_at) as turns_again,
    from turn
    qualify turns_again is not null
),

known as (
    select
        row_life.*,
        piece.turns_at,
        piece.turns_again,
    from piece
    join row_life using (unit_id, metric_id, variant, as_of)
    where row_life.live_from <= piece.turns_at
        and piece.turns_at < row_life.live_to
        and not exists (
            select 1
            from strike_life
            where strike_life.gone_batch = row_life.batch_id
                and strike_life.gone_row = row_life.row_no
                and strike_life.live_from <= piece.turns_at
                and piece.turns_at < strike_life.live_to
        )
    qualify row_number() over (
        partition by unit_id, metric_id, variant, as_of, turns_at
        order by published_no desc, row_no desc
    ) = 1
),

stretch as (
    select
        *,
        coalesce(turns_at <> lag(turns_again) over each_row, true) as starts_anew,
    from known
    window each_row as (partition by batch_id, row_no order by turns_at)
),

numbered as (
    select
        *,
        sum(starts_anew::integer) over (partition by batch_id, row_no order by turns_at) as stretch_no,
    from stretch
),

known_span as (
    select
        batch_id,
        row_no,
        min(turns_at) as known_from,
        max(turns_again) as known_to,
    from numbered
    group by batch_id, row_no, stretch_no
)

select
    observation.*,
    known_span.known_from,
    known_span.known_to,
from known_span
join observation using (batch_id, row_no)
order by unit_id, metric_id, variant, as_of, known_from;
