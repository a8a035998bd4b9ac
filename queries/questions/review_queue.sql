-- What waits for review, the longest waiting first?
-- Grain: one row per batch handed in or passed on at the chosen event. units: their short names in official order, empty
-- for tables of no unit. ticks: points the person looked at again. levels of review: see passed_by. event_no: the last event.
-- Parameters: known_on.
with standing as (
    select
        batch_id,
        arg_max(kind, event_no) as state,
        max(event_no) as event_no,
        arg_min(signed_by, event_no) as submitted_by,
        min(logged_at) as submitted_at,
        any_value(signed_by) filter (kind = 'passed') as passed_by,
    from event
    where event_no <= $known_on
        and batch_id is not null
    group by batch_id
    having arg_max(kind, event_no) in ('submitted', 'passed')
),

named as (
    select batch_id, unit_id from observation semi join standing using (batch_id)
    union
    select batch_id, unit_id from action_log semi join standing using (batch_id)
    union
    select batch_id, unit_id from phase_status semi join standing using (batch_id)
    union
    select batch_id, unit_id from record semi join standing using (batch_id)
    union
    select batch_id, unit_id from no_change semi join standing using (batch_id)
),

of_units as (
    select
        named.batch_id,
        list(unit.unit_id order by unit.sort) as unit_ids,
        list(unit.short_name order by unit.sort) as units,
        list(unit.short_name_en order by unit.sort) as units_en,
    from named
    join unit_at($known_on) as unit using (unit_id)
    group by named.batch_id
),

ticked as (
    select
        batch_id,
        count(*) as ticks,
    from batch_tick
    group by batch_id
)

select
    batch.batch_id,
    batch.table_name,
    batch.title,
    batch.file_name,
    batch.row_count,
    batch.original,
    batch.attachment,
    batch.note,
    standing.state,
    standing.event_no,
    standing.submitted_by,
    standing.submitted_at,
    standing.passed_by,
    coalesce(ticked.ticks, 0)::bigint as ticks,
    coalesce(of_units.unit_ids, []) as unit_ids,
    coalesce(of_units.units, []) as units,
    coalesce(of_units.units_en, []) as units_en,
from standing
join batch using (batch_id)
left join of_units using (batch_id)
left join ticked using (batch_id)
order by standing.submitted_at, batch.batch_id;
