-- Which staged figures cannot be true, or had better be looked at, by their metric and unit alone?
-- Grain: one row per such figure; row_at is its place, a column per rule is true where it is broken.
-- may_be_percent: the bounds fit the figure as a percentage. Parameters: started_on.
with judged as (
    select
        staged.row_at,
        metric.lo,
        metric.hi,
        staged.value < 0 as negative,
        metric.is_counted and staged.value <> trunc(staged.value) as fraction,
        staged.value >= 0 and coalesce(staged.value < metric.lo or staged.value > metric.hi, false) as out_of_range,
        coalesce(metric.hi <= 1 and staged.value <= 100 and staged.value > metric.hi, false) as may_be_percent,
        metric.is_percent and staged.value > 0 and staged.value < 1
            and not contains(staged.printed, '%') as percent_as_fraction,
        metric.is_share and metric.hi is null and staged.value > 1.5
            and not contains(staged.printed, '%') as fraction_as_percent,
        coalesce(staged.as_of < $started_on::date, false) as before_campaign,
        not_applicable.unit_id is not null as not_applicable,
    from staged
    join metric using (metric_id)
    left join assignment as not_applicable
        on not_applicable.unit_id = staged.unit_id
        and not_applicable.metric_id = staged.metric_id
        and not_applicable.variant = staged.variant
        and not_applicable.not_applicable
        and not_applicable.starts_on <= staged.as_of
        and (not_applicable.ends_on is null or not_applicable.ends_on >= staged.as_of)
)

select *
from judged
where negative
    or fraction
    or out_of_range
    or percent_as_fraction
    or fraction_as_percent
    or before_campaign
    or not_applicable
order by row_at;
