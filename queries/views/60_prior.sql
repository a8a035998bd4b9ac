-- Latest figures beside those of the same time of the campaign before (同比), as known at an event; `until`: any day
-- when null. Grain: one row per unit, metric and variant that has both.
-- redefined_on: the day between the two from which the metric's definition is another, null where it is the same.
-- before_*: the figure of the campaign before with the latest as_of not after the same day a year earlier, and at most
-- 31 days before it: an older one is of another time of the year.
create or replace macro year_on_year_at(known_on, until) as table
select
    figure.unit_id,
    figure.short_name,
    figure.short_name_en,
    figure.unit_sort,
    figure.metric_id,
    figure.metric_name,
    figure.metric_name_en,
    figure.metric_kind,
    figure.uom,
    figure.uom_en,
    figure.variant,
    figure.variant_name,
    figure.variant_name_en,
    figure.as_of,
    figure.value,
    figure.qualifier,
    figure.printed,
    figure.coverage,
    figure.comparable_group,
    figure.metric_sort,
    figure.variant_sort,
    figure.coverage_name,
    figure.coverage_name_en,
    figure.place,
    figure.batch_id,
    figure.row_no,
    prior.as_of as before_as_of,
    prior.value::double as before_value,
    prior.qualifier as before_qualifier,
    prior.printed as before_printed,
    prior.coverage as before_coverage,
    (
        select
            max(redefined.changed_on),
        from redefined_at(known_on) as redefined
        where redefined.metric_id = figure.metric_id
            and redefined.changed_on > prior.as_of
            and redefined.changed_on <= figure.as_of
    ) as redefined_on,
from figure_at(known_on, until) as figure
join prior_observation_at(known_on) as prior
    on prior.unit_id = figure.unit_id
    and prior.metric_id = figure.metric_id
    and prior.variant = figure.variant
    and prior.as_of <= figure.as_of - interval 1 year
    and prior.as_of > figure.as_of - interval 1 year - interval 31 day
qualify prior.as_of = max(prior.as_of) over (partition by figure.unit_id, figure.metric_id, figure.variant);
