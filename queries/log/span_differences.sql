-- Spans kept that the log does not bear out, and spans the log asks for that are not kept, whole rows compared.
-- Written for observation; recomputed (a temporary table) comes from recomputed.sql. Grain: one row per such span.
with kept as (
    from observation_span
    except all
    from recomputed
),

asked_for as (
    from recomputed
    except all
    from observation_span
)

select 'kept, not in the log' as what, batch_id, row_no, known_from, known_to
from kept
union all
select 'in the log, not kept', batch_id, row_no, known_from, known_to
from asked_for;
