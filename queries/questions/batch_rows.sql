-- Which figures are in one batch, published or not, in names?
-- Grain: one row per row of a batch of figures, as handed in. is_struck: taken out since (作废).
-- Parameters: known_on, batch_id.
select
    handed_in.row_no,
    handed_in.unit_id,
    unit.short_name,
    unit.short_name_en,
    handed_in.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    handed_in.variant,
    variant.name as variant_name,
    variant.name_en as variant_name_en,
    handed_in.as_of,
    handed_in.period_start,
    handed_in.value::double as value,
    handed_in.qualifier,
    handed_in.printed,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
    handed_in.note,
    handed_in.note_en,
    struck.struck_row is not null as is_struck,
from observation as handed_in
left join unit_at($known_on) as unit
    on unit.unit_id = handed_in.unit_id
left join metric_at($known_on) as metric
    on metric.metric_id = handed_in.metric_id
left join variant_at($known_on) as variant
    on variant.metric_id = handed_in.metric_id
    and variant.variant = handed_in.variant
left join theme_at($known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = handed_in.coverage
left join live_strike as struck
    on struck.struck_table = 'observation'
    and struck.struck_batch = handed_in.batch_id
    and struck.struck_row = handed_in.row_no
where handed_in.batch_id = $batch_id
order by handed_in.row_no;
