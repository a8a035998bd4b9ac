-- For which kinds of matters has anybody given stage counts?
-- Grain: one row per kind: all matters (whole) first, then every variant of a stage. units: 0 when nobody gave it.
-- Parameters: known_on, period, unit_id (null = all).
with kind as (
    select distinct
        'whole' as variant,
        null::varchar as name,
        null::varchar as name_en,
        0 as sort,
    from loop_stage_at($known_on)

    union all

    select
        variant.variant,
        any_value(variant.name),
        any_value(variant.name_en),
        coalesce(min(variant.sort), 0) + 1,
    from variant_at($known_on) as variant
    join loop_stage_at($known_on) using (metric_id)
    group by variant.variant
)

select
    kind.variant,
    kind.name,
    kind.name_en,
    count(distinct reported.unit_id)::bigint as units,
from kind
left join loop_at($known_on, $period::date, true) as reported
    on coalesce(nullif(reported.variant, ''), 'whole') = kind.variant
    and ($unit_id::varchar is null or reported.unit_id = $unit_id::varchar)
group by kind.variant, kind.name, kind.name_en, kind.sort
order by kind.sort, kind.variant;
