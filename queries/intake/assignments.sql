-- Who reports what, from when to when? Grain: one row per unit, metric, variant and first day. Parameters: known_on.
select
    unit_id,
    metric_id,
    variant,
    starts_on,
    ends_on,
    not_applicable,
from assignment_at($known_on)
order by unit_id, metric_id, variant, starts_on;
