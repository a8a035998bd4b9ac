-- Which staged figures have the same unit, metric, variant and day? Grain: one row per such figure; row_at is its place.
-- differs: they do not all say the same. is_first: the first of those that do. other_row: where else it stands.
with doubled as (
    select
        unit_id,
        metric_id,
        variant,
        as_of,
    from staged
    group by unit_id, metric_id, variant, as_of
    having count(*) > 1
),

together as (
    select
        staged.row_at,
        staged.row_no,
        first_value((staged.value, staged.qualifier, staged.coverage)) over same_key
            = (staged.value, staged.qualifier, staged.coverage) as says_the_same,
        min(staged.row_at) over same_key as first_at,
        min(staged.row_no) over same_key as first_row,
        max(staged.row_no) over same_key as last_row,
        unit_id,
        metric_id,
        variant,
        as_of,
    from staged
    join doubled using (unit_id, metric_id, variant, as_of)
    window same_key as (partition by unit_id, metric_id, variant, as_of)
)

select
    row_at,
    not bool_and(says_the_same) over (partition by unit_id, metric_id, variant, as_of) as differs,
    row_at = first_at as is_first,
    if(row_at = first_at, last_row, first_row) as other_row,
from together
order by row_at;
