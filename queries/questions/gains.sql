-- What did each period add to one metric, unit by unit (当期)?
-- Grain: one row per unit, variant and as_of, oldest first. value: the running total less that of the period before; of a
-- first report, what it counts from its period_start on; of a flow the figure itself. why_not: why nothing can be said
-- (hedged | not_comparable: another definition or coverage | no_neighbours: the period before is missing | decreasing).
-- Parameters: known_on, period, metric_id, comparable_group (null = all).
with report as (
    select
        *,
        lag(value) over steps as before_value,
        lag(qualifier) over steps as before_qualifier,
        lag(as_of) over steps as before_on,
        lag(part) over steps as before_part,
        case frequency
            when 'week' then as_of - 7
            when 'halfmonth' then as_of - 16
            when 'month' then date_trunc('month', as_of) - interval 1 day
            when 'quarter' then date_trunc('quarter', as_of) - interval 1 day
            else date_trunc('year', as_of) - interval 1 day
        end::date as period_before,
    from each_figure_at($known_on, $period::date)
    where metric_id = $metric_id
        and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    window steps as (partition by unit_id, variant order by as_of)
)

select
    unit_id,
    short_name,
    short_name_en,
    unit_sort,
    metric_id,
    metric_name,
    metric_name_en,
    uom,
    uom_en,
    variant,
    variant_name,
    variant_name_en,
    part_of,
    as_of,
    period_start,
    case
        when metric_kind = 'flow' then if(report.qualifier = 'exact', null, 'hedged')
        when report.qualifier <> 'exact' then 'hedged'
        when before_on is null then if(period_start is null, 'no_neighbours', null)
        when before_qualifier <> 'exact' then 'hedged'
        when before_part <> part then 'not_comparable'
        when before_on < period_before then 'no_neighbours'
        when report.value < before_value then 'decreasing'
    end as why_not,
    case
        when why_not is not null then null
        when metric_kind = 'flow' or before_on is null then report.value
        else report.value - before_value
    end as value,
    'exact' as qualifier,
    null::varchar as printed,
    coverage_name,
    coverage_name_en,
    note,
    note_en,
    place,
    batch_id,
    row_no,
    part,
    changed_on,
from report
order by unit_sort, variant_sort, as_of;
