-- The places of a group's units on one metric, where the gate lets it be ranked.
-- figures: the name of a relation of latest rows of figure_at of that metric, of active units, without 其中.
-- Grain: one row per unit with a figure of the metric. 1 is best; place_best and place_worst are the same for a settled
-- place (ties share it); they differ where a hedge word leaves open who stands higher.
create or replace macro places_of(figures, known_on) as table
with allowed as (
    select
        figure.*,
        if(figure.direction = 'down', -figure.upper, figure.lower) as low,
        if(figure.direction = 'down', -figure.lower, figure.upper) as high,
    from query_table(figures) as figure
    join gate_of(figures, known_on) as gate
        on gate.variant = figure.variant
        and gate.comparable_group = figure.rank_group
    where len(gate.reasons) = 0
),

bounds as (
    select
        rank_group,
        list({'low': low, 'high': high}) as everyone,
    from allowed
    group by rank_group
)

select
    unit.*,
    1 + len(list_filter(bounds.everyone, lambda other: other.low > unit.high)) as place_best,
    len(list_filter(bounds.everyone, lambda other: other.high > unit.low)) + if(unit.high > unit.low, 0, 1)
        as place_worst,
    len(list_filter(bounds.everyone, lambda other: other.low = unit.low and other.high = unit.high)) as sharing,
from allowed as unit
join bounds using (rank_group);
