-- What would the figures handed in change, and which of them are unlike their own history?
-- incoming: the figures, in the table's columns, with row_no. Grain: one row per row of incoming.
-- state: new | corrected | unchanged; words alone (printed, place, English) make no correction.
-- was_…: the figure known now for the same key (null: new). last_…: the series' figure before it, known or handed in
-- with it. codes: what is unlike the history, for a person to look at again. known and handed-in figures of a series
-- make one history. Parameters: known_on.
with known_series as (
    select *
    from observation_span
    where known_from <= $known_on
        and $known_on < known_to
        and (unit_id, metric_id) in (select unit_id, metric_id from incoming)
),

compared as (
    select
        incoming.row_no,
        incoming.unit_id,
        incoming.metric_id,
        incoming.variant,
        incoming.as_of,
        incoming.value,
        incoming.qualifier,
        incoming.printed,
        incoming.place,
        case
            when known_series.batch_id is null then 'new'
            when known_series.value = incoming.value
                and known_series.qualifier = incoming.qualifier
                and known_series.coverage = incoming.coverage
                and known_series.period_start is not distinct from incoming.period_start
                and known_series.note is not distinct from incoming.note
                then 'unchanged'
            else 'corrected'
        end as state,
        known_series.value as was_value,
        known_series.qualifier as was_qualifier,
        known_series.printed as was_printed,
        known_series.batch_id as was_batch,
        known_series.row_no as was_row,
    from incoming
    left join known_series using (unit_id, metric_id, variant, as_of)
),

history as (
    select row_no, unit_id, metric_id, variant, as_of, value, qualifier, printed
    from compared
    union all
    select null, unit_id, metric_id, variant, as_of, value, qualifier, printed
    from known_series
    anti join incoming using (unit_id, metric_id, variant, as_of)
),

followed as (
    select
        row_no,
        lag(value) over each_series as last_value,
        lag(qualifier) over each_series as last_qualifier,
        lag(printed) over each_series as last_printed,
        lag(as_of) over each_series as last_day,
    from history
    window each_series as (partition by unit_id, metric_id, variant order by as_of)
),

measured as (
    select
        compared.*,
        followed.last_value,
        followed.last_printed,
        followed.last_day,
        metric.name as metric_name,
        metric.name_en as metric_name_en,
        metric.uom = '%' or metric.kind = 'rate' as is_share,
        metric.kind,
        metric.frequency,
        compared.value::double / nullif(followed.last_value::double, 0) as ratio,
        if(compared.qualifier in ('exact', 'under'), compared.value::double, 'inf'::double) as upper,
        if(followed.last_qualifier in ('exact', 'at_least'), followed.last_value::double, '-inf'::double) as last_lower,
    from compared
    join followed using (row_no)
    join metric_at($known_on) as metric using (metric_id)
),

scaled as (
    select
        *,
        log10(if(ratio > 0, ratio, null)) as magnitude,
    from measured
),

judged as (
    select
        *,
        abs(abs(magnitude) - 4) < 0.3 as is_wan,
        abs(abs(magnitude) - 8) < 0.3 as is_yi,
        is_share
        and last_value > 1
        and value > 0
        and value <= 1
        and (last_value >= 10 or abs(magnitude + 2) < 0.3) as is_fraction,
        case frequency
            when 'month' then date_diff('month', last_day, as_of) > 1
            when 'quarter' then date_diff('quarter', last_day, as_of) > 1
            when 'year' then date_diff('year', last_day, as_of) > 1
            else false
        end as is_gap,
    from scaled
)

select
    row_no,
    unit_id,
    metric_id,
    metric_name,
    metric_name_en,
    variant,
    as_of,
    value::double as value,
    qualifier,
    printed,
    place,
    state,
    was_value::double as was_value,
    was_qualifier,
    was_printed,
    was_batch,
    was_row,
    last_value::double as last_value,
    last_printed,
    last_day,
    if(
        state = 'unchanged',
        []::varchar[],
        list_filter(
            [
                if(state = 'corrected', 'correction', null),
                if(kind = 'cumulative' and upper < last_lower, 'falls', null),
                case
                    when kind = 'rank' or magnitude is null then null
                    when is_fraction then 'unlike_percent'
                    when is_wan then 'wan'
                    when is_yi then 'yi'
                    when abs(magnitude) >= 1 then 'tenfold'
                end,
                if(is_gap, 'skipped_period', null),
            ],
            lambda code: code is not null
        )
    ) as codes,
from judged
order by row_no;
