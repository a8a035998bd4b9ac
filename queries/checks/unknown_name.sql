-- Figures known now whose unit, metric, variant, coverage or goal is in no reference table.
-- Grain: one row per figure and unknown name.
with figure as (
    from observation_span
    where known_to = 9223372036854775807
),

reference as (
    select 'unit' as field, unit_id as name from unit_span where known_to = 9223372036854775807
    union all
    select 'metric', metric_id from metric_span where known_to = 9223372036854775807
    union all
    select 'variant', metric_id || ' ' || variant from variant_span where known_to = 9223372036854775807
    union all
    select kind, code from theme_span where known_to = 9223372036854775807
),

named as (
    select batch_id, row_no, 'unit' as field, unit_id as name from figure
    union all
    select batch_id, row_no, 'metric', metric_id from figure
    union all
    select batch_id, row_no, 'variant', metric_id || ' ' || variant from figure where variant <> ''
    union all
    select batch_id, row_no, 'coverage', coverage from figure
    union all
    select batch_id, row_no, 'goal', goal from figure where goal is not null
)

select *
from named
anti join reference using (field, name);
