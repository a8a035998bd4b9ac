-- What did each period add to one metric, unit by unit (当期)?
-- Grain: one row per unit, variant and as_of, oldest first. value: the running total less that of the period before; of a
-- first report, what it counts from its period_start on; of a flow the figure itself. why_not: why nothing can be said
-- (hedged | not_comparable: another definition or coverage | no_neighbours: the period before is missing | decreasing).
-- Parameters: known_on, period, metric_id, comparable_group (null = all).
with report as (
    select
        figure.*,
        parted.part,
        parted.changed_on,
        metric.frequency,
        lag(figure.value) over steps as before_value,
        lag(figure.qualifier) over steps as before_qualifier,
        lag(figure.as_of) over steps as before_on,
        lag(parted.part) over steps as before_part,
        case metric.frequency
            when 'week' then figure.as_of - 7
            when 'halfmonth' then figure.as_of - 16
            when 'month' then date_trunc('month', figure.as_of) - interval 1 day
            when 'quarter' then date_trunc('quarter', figure.as_of) - interval 1 day
            else date_trunc('year', figure.as_of) - interval 1 day
        end::date as period_before,
    from figure_at($known_on, $period::date, false) as figure
    join parted_at($known_on, $period::date) as parted
        on parted.unit_id = figure.unit_id
        and parted.metric_id = figure.metric_id
        and parted.variant = figure.variant
        and parted.as_of = figure.as_of
    join metric_at($known_on) as metric
        on metric.metric_id = figure.metric_id
    where figure.metric_id = $metric_id
        and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
    window steps as (partition by figure.unit_id, figure.variant order by figure.as_of)
)

select
    * exclude (before_value, before_qualifier, period_before, value, qualifier, printed),
    case
        when metric_kind = 'flow' then if(qualifier = 'exact', null, 'hedged')
        when qualifier <> 'exact' then 'hedged'
        when before_on is null then if(period_start is null, 'no_neighbours', null)
        when before_qualifier <> 'exact' then 'hedged'
        when before_part <> part then 'not_comparable'
        when before_on < period_before then 'no_neighbours'
        when value < before_value then 'decreasing'
    end as why_not,
    case
        when why_not is not null then null
        when metric_kind = 'flow' or before_on is null then value
        else value - before_value
    end as value,
    'exact' as qualifier,
    null::varchar as printed,
from report
order by unit_sort, variant_sort, as_of;
