-- How has one unit's figure grown, beside the figures of its group?
-- Grain: one row per as_of of any unit of the group (plain variant), oldest first. value, share: the unit's own figure and what
-- that is of its target; null = 未报. low, middle, high: quarter, median and three quarters of the group's exact figures,
-- share is null throughout where the metric got another definition meanwhile: the target does not know it.
-- share_low …: of the shares of their own targets; others, share_others: over how many units beside it.
-- part: as in history. Parameters: known_on, period, metric_id, unit_id.
with mine as (
    from unit_at($known_on)
    where unit_id = $unit_id
),

wanted as (
    from aim_at($known_on)
),

figure as (
    select
        observation.unit_id,
        observation.as_of,
        observation.value::double as value,
        observation.qualifier,
        observation.printed,
        observation.place,
        observation.batch_id,
        observation.row_no,
        observation.part,
        observation.changed_on,
        case
            when max(observation.changed_on) over () > (select min(started_on) from campaign_at($known_on)) then null
            when aim.value > 0 then observation.value::double / aim.value
        end as share,
        observation.unit_id = mine.unit_id as is_own,
        mine.short_name,
        mine.short_name_en,
    from parted_at($known_on, $period::date) as observation
    join unit_at($known_on) as unit
        on unit.unit_id = observation.unit_id
        and unit.active
    join mine
        on mine.comparable_group = unit.comparable_group
    left join wanted as aim
        on aim.unit_id = observation.unit_id
        and aim.metric_id = observation.metric_id
        and aim.variant = observation.variant
    where observation.metric_id = $metric_id
        and observation.variant = ''
)

select
    figure.as_of,
    metric.metric_id,
    metric.name as metric_name,
    metric.name_en as metric_name_en,
    metric.uom,
    metric.uom_en,
    any_value(figure.short_name) as short_name,
    any_value(figure.short_name_en) as short_name_en,
    any_value(figure.value) filter (is_own) as value,
    any_value(figure.qualifier) filter (is_own) as qualifier,
    any_value(figure.printed) filter (is_own) as printed,
    any_value(figure.share) filter (is_own) as share,
    any_value(figure.part) filter (is_own) as part,
    any_value(figure.changed_on) filter (is_own) as changed_on,
    any_value(figure.place) filter (is_own) as place,
    any_value(figure.batch_id) filter (is_own) as batch_id,
    any_value(figure.row_no) filter (is_own) as row_no,
    count(*) filter (not is_own and figure.qualifier = 'exact') as others,
    quantile_cont(figure.value, 0.25) filter (not is_own and figure.qualifier = 'exact') as low,
    quantile_cont(figure.value, 0.5) filter (not is_own and figure.qualifier = 'exact') as middle,
    quantile_cont(figure.value, 0.75) filter (not is_own and figure.qualifier = 'exact') as high,
    count(figure.share) filter (not is_own and figure.qualifier = 'exact') as share_others,
    quantile_cont(figure.share, 0.25) filter (not is_own and figure.qualifier = 'exact') as share_low,
    quantile_cont(figure.share, 0.5) filter (not is_own and figure.qualifier = 'exact') as share_middle,
    quantile_cont(figure.share, 0.75) filter (not is_own and figure.qualifier = 'exact') as share_high,
from figure
join metric_at($known_on) as metric
    on metric.metric_id = $metric_id
group by figure.as_of, metric.metric_id, metric.name, metric.name_en, metric.uom, metric.uom_en
having bool_or(true)
    and (select count(*) from figure where is_own) > 0
order by figure.as_of;
