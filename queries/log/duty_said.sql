-- The row that says how a duty stands in a period, as known now; none where nobody said.
-- Grain: one row: batch_id, row_no. Parameters: unit_id, action_id, variant, period_key.
select
    batch_id,
    row_no,
from action_log_span
where unit_id = $unit_id
    and action_id = $action_id
    and variant = $variant
    and period_key = $period_key
    and known_to = 9223372036854775807;
