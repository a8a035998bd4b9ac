-- How many matters came to each stage, over the units asked for?
-- Grain: one row per stage, none when nobody gave any. value: null when no unit gave the stage; qualifiers: of each unit's
-- figure. share is counts over base, both summed over the pair_units alone that gave both exactly; lost is base less counts.
-- coverages: how many coverages the figures have; sums over more than one mean nothing.
-- Parameters: known_on, period, comparable_group (null = all), unit_id (null = all), variant (null = all matters).
with figure as (
    select *
    from loop_at($known_on, $period::date, true)
    where variant = coalesce(nullif($variant::varchar, 'whole'), '')
        and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
        and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
)

select
    stage_no,
    metric_id,
    stage_name,
    stage_name_en,
    any_value(metric_name) as metric_name,
    any_value(metric_name_en) as metric_name_en,
    uom,
    uom_en,
    is_planned,
    before_id,
    rate_name,
    rate_name_en,
    sum(value)::double as value,
    list(qualifier) filter (where value is not null) as qualifiers,
    count(value)::bigint as units,
    count(distinct unit_id)::bigint as of_units,
    min(as_of) as first_day,
    max(as_of) as last_day,
    sum(value) filter (where is_comparable)::double as counts,
    sum(before_value) filter (where is_comparable)::double as base,
    counts / nullif(base, 0) as share,
    base - counts as lost,
    count(*) filter (where is_comparable)::bigint as pair_units,
    max(count(distinct coverage)) over ()::bigint as coverages,
from figure
group by stage_no, metric_id, stage_name, stage_name_en, uom, uom_en, is_planned, before_id, rate_name, rate_name_en
order by stage_no;
