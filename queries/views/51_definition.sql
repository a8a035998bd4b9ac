-- Days from which a metric's definition, unit of measure or kind is another than before: no line may be drawn across.
-- Grain: one row per metric and such day. next_on: the next such day, null for the last. What was corrected under the same valid_from never changed.
create or replace macro redefined_at(known_on) as table
with live as (
    select batch_id
    from event
    where event_no <= known_on
        and batch_id is not null
    group by batch_id
    having arg_max(kind, event_no) in ('published', 'restored')
),

version as (
    select
        metric_id,
        valid_from,
        definition,
        definition_en,
        uom,
        kind,
    from metric_span
    semi join live using (batch_id)
    where known_from <= known_on
        and valid_from is not null
    qualify row_number() over (partition by metric_id, valid_from order by known_from desc) = 1
),

change as (
    select
        metric_id,
        valid_from as changed_on,
        definition,
        definition_en,
    from version
    window versions as (partition by metric_id order by valid_from)
    qualify lag(valid_from) over versions is not null
        and row(definition, uom, kind) is distinct from lag(row(definition, uom, kind)) over versions
)

select
    *,
    lead(changed_on) over (partition by metric_id order by changed_on) as next_on,
from change;

-- Every observation known at an event, as of `until` or before, with what its figure is counted by: figures of the same part may
-- be joined by a line and taken from one another.
-- Grain: one row per unit, metric, variant and as_of. part: its coverage and the definition it follows.
-- changed_on: the day of the last new definition, null where there was none. has_whole: as latest_at has it.
create or replace macro parted_at(known_on, until) as table
select
    observation.*,
    plain.unit_id is not null as has_whole,
    redefined.changed_on,
    concat_ws(' ', observation.coverage, redefined.changed_on) as part,
from observation_at(known_on) as observation
left join (
    select distinct
        unit_id,
        metric_id,
    from observation_at(known_on)
    where variant = ''
        and (until is null or as_of <= until)
) as plain
    on plain.unit_id = observation.unit_id
    and plain.metric_id = observation.metric_id
left join redefined_at(known_on) as redefined
    on redefined.metric_id = observation.metric_id
    and redefined.changed_on <= observation.as_of
    and coalesce(redefined.next_on > observation.as_of, true)
where until is null
    or observation.as_of <= until;

-- The same with everything a reader needs to understand a figure.
create or replace macro each_figure_at(known_on, until) as table
with parted as (
    from parted_at(known_on, until)
)

from figure_of('parted', known_on);
