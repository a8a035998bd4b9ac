-- Which staged 其中 is larger than its whole on the same day, both exact? Grain: one row per such part; row_at is its place.
select
    part.row_at,
    whole.row_no as other_row,
    whole.printed as other,
from staged as part
join variant
    on variant.metric_id = part.metric_id
    and variant.variant = part.variant
join staged as whole
    on whole.unit_id = part.unit_id
    and whole.metric_id = part.metric_id
    and whole.as_of = part.as_of
    and whole.coverage = part.coverage
    and whole.variant = if(variant.part_of = 'whole', '', variant.part_of)
where part.qualifier = 'exact'
    and whole.qualifier = 'exact'
    and part.value > whole.value
order by part.row_at;
