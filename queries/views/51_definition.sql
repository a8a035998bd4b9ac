-- Days from which a metric's definition, unit of measure or kind is another than before: no line may be drawn across.
-- Grain: one row per metric and such day. What was corrected under the same valid_from never changed.
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
)

select
    metric_id,
    valid_from as changed_on,
    definition,
    definition_en,
from version
window changes as (partition by metric_id order by valid_from)
qualify lag(valid_from) over changes is not null
    and row(definition, uom, kind) is distinct from lag(row(definition, uom, kind)) over changes;

-- The running part of a series: figures with the same number may be joined by a line and taken from one another.
-- Grain: one row per unit, metric, variant and as_of. changed_on: the day of the last new definition, null where there was none.
create or replace macro parted_at(known_on, until) as table
with figure as (
    select
        observation.unit_id,
        observation.metric_id,
        observation.variant,
        observation.as_of,
        max(redefined.changed_on) as changed_on,
        count(redefined.changed_on) as definitions,
        any_value(observation.coverage) as coverage,
    from observation_at(known_on) as observation
    left join redefined_at(known_on) as redefined
        on redefined.metric_id = observation.metric_id
        and redefined.changed_on <= observation.as_of
    where until is null
        or observation.as_of <= until
    group by observation.unit_id, observation.metric_id, observation.variant, observation.as_of
),

turn as (
    select
        *,
        row(definitions, coverage) is distinct from lag(row(definitions, coverage)) over steps as is_new,
    from figure
    window steps as (partition by unit_id, metric_id, variant order by as_of)
)

select
    * exclude (is_new, definitions, coverage),
    count(*) filter (is_new) over (
        partition by unit_id, metric_id, variant
        order by as_of
    )::bigint as part,
from turn;
