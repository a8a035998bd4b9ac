-- The places of a group's units on one metric, where the gate lets it be ranked.
-- figures, groups: as gate_of takes them; the figures are of that metric.
-- Grain: one row per moment and unit with a figure of the metric. 1 is best; place_best and place_worst are the same for a
-- settled place (ties share it); they differ where a hedge word leaves open who stands higher.
create or replace macro places_of(figures, groups) as table
with allowed as (
    select
        figure.moment,
        figure.unit_id,
        figure.rank_group,
        figure.variant,
        figure.as_of,
        if(figure.direction = 'down', -figure.upper, figure.lower) as low,
        if(figure.direction = 'down', -figure.lower, figure.upper) as high,
    from query_table(figures) as figure
    join gate_of(figures, groups) as gate
        on gate.moment = figure.moment
        and gate.variant = figure.variant
        and gate.comparable_group = figure.rank_group
    where len(gate.reasons) = 0
),

bounds as (
    select
        moment,
        rank_group,
        list(low) as lows,
        list(high) as highs,
        list({'low': low, 'high': high}) as both,
    from allowed
    group by moment, rank_group
)

select
    unit.*,
    1 + len(list_filter(bounds.lows, lambda low: low > unit.high)) as place_best,
    len(list_filter(bounds.highs, lambda high: high > unit.low)) + if(unit.high > unit.low, 0, 1) as place_worst,
    len(list_filter(bounds.both, lambda other: other.low = unit.low and other.high = unit.high)) as sharing,
from allowed as unit
join bounds using (moment, rank_group);
