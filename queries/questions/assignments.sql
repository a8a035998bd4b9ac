-- Who has to report what, from when to when?
-- Grain: one row per unit, metric, variant and first day, in official order. ends_on: null while it holds.
-- Parameters: known_on.
select
    assignment.unit_id,
    unit.short_name,
    unit.short_name_en,
    assignment.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    assignment.starts_on,
    assignment.ends_on,
    assignment.not_applicable,
    assignment.batch_id,
    assignment.row_no,
from assignment_at($known_on) as assignment
left join unit_at($known_on) as unit using (unit_id)
left join metric_at($known_on) as metric using (metric_id)
left join variant_at($known_on) as variant using (metric_id, variant)
order by unit.sort, metric.sort, assignment.metric_id, assignment.variant, assignment.starts_on;
