-- Spans kept that the log does not bear out, and spans the log asks for that are not kept.
-- Written for observation; recomputed (a temporary table) comes from recomputed.sql. Grain: one row per such span.
(
    select 'kept, not in the log' as what, batch_id, row_no, known_from, known_to
    from observation_span
    except all
    select 'kept, not in the log', batch_id, row_no, known_from, known_to
    from recomputed
)
union all
(
    select 'in the log, not kept', batch_id, row_no, known_from, known_to
    from recomputed
    except all
    select 'in the log, not kept', batch_id, row_no, known_from, known_to
    from observation_span
);
