-- An 其中 known now that is larger than its whole on the same day, where both numbers are exact.
-- Grain: one row per such part.
select
    part.batch_id,
    part.row_no,
    part.unit_id,
    part.metric_id,
    part.variant,
    part.value as part_value,
    whole.value as whole_value,
from observation_span as part
join variant_span as variant
    on variant.metric_id = part.metric_id
    and variant.variant = part.variant
    and variant.known_to = 9223372036854775807
join observation_span as whole
    on whole.unit_id = part.unit_id
    and whole.metric_id = part.metric_id
    and whole.as_of = part.as_of
    and whole.variant = if(variant.part_of = 'whole', '', variant.part_of)
    and whole.known_to = 9223372036854775807
where part.known_to = 9223372036854775807
    and part.qualifier = 'exact'
    and whole.qualifier = 'exact'
    and part.value > whole.value;
