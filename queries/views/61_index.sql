-- Of which figures is the index of each group made, by the weights an organiser signed for it? Figures as of `until` or before.
-- Grain: one row per group with a scheme, moment, unit of the group at that moment and metric of the scheme.
-- moment: now, or before: the end of the month before, as its figures are known now; who was in the group then, the log
-- says where it reaches back so far. Of each metric the figures of one
-- period are taken (its week, month, quarter …): the latest in which two thirds of the units that have such work
-- reported, else the latest of all; a unit without a figure in it is 未报 (value null).
-- metric_name: of a metric with a denominator the name of the share the two define, else both names.
-- below: the denominator's figure of the same day, of a stock the latest up to that day. below_differs: it covers
-- something else or counts from another day. coverages: how many different ones the metric's figures have.
create or replace macro index_figure_at(known_on, until) as table
with scheme as materialized (
    from scheme_at(known_on)
),

member_now as materialized (
    from unit_at(known_on)
    semi join scheme using (comparable_group)
    where active
),

nothing_to_count as materialized (
    select
        unit_id,
        metric_id,
        arg_max(not_applicable, starts_on) as not_applicable,
    from assignment_at(known_on)
    where variant = ''
    group by unit_id, metric_id
),

figure as materialized (
    select
        seen.unit_id,
        seen.metric_id,
        seen.as_of,
        seen.period_start,
        seen.value::double as value,
        seen.qualifier,
        seen.printed,
        seen.coverage,
        seen.batch_id,
        seen.row_no,
        seen.place as cell,
        case weighed.frequency
            when 'week' then date_trunc('week', seen.as_of)
            when 'quarter' then date_trunc('quarter', seen.as_of)
            when 'year' then date_trunc('year', seen.as_of)
            when 'halfmonth' then date_trunc('month', seen.as_of) + if(day(seen.as_of) > 15, interval 15 day, interval 0 day)
            else date_trunc('month', seen.as_of)
        end::date as bucket,
    from observation_at(known_on) as seen
    join (select distinct metric_id, frequency from scheme) as weighed using (metric_id)
    where seen.variant = ''
        and (until is null or seen.as_of <= until)
    qualify row_number() over (partition by seen.unit_id, seen.metric_id, bucket order by seen.as_of desc) = 1
),

asked as (
    select
        scheme.comparable_group,
        scheme.metric_id,
        count(*) filter (not coalesce(nothing_to_count.not_applicable, false)) as units,
    from scheme
    join member_now using (comparable_group)
    left join nothing_to_count
        on nothing_to_count.unit_id = member_now.unit_id
        and nothing_to_count.metric_id = scheme.metric_id
    group by scheme.comparable_group, scheme.metric_id
),

reported as materialized (
    select
        member_now.comparable_group,
        figure.metric_id,
        figure.bucket,
        max(figure.as_of) as last_day,
        count(*) * 3 >= any_value(asked.units) * 2 as is_enough,
    from figure
    join member_now using (unit_id)
    join asked
        on asked.comparable_group = member_now.comparable_group
        and asked.metric_id = figure.metric_id
    group by member_now.comparable_group, figure.metric_id, figure.bucket
),

now_period as materialized (
    select
        comparable_group,
        metric_id,
        coalesce(max(bucket) filter (is_enough), max(bucket)) as bucket,
    from reported
    group by comparable_group, metric_id
),

month as materialized (
    select
        comparable_group,
        date_trunc('month', max(reported.last_day))::date as month_start,
    from now_period
    join reported using (comparable_group, metric_id, bucket)
    group by comparable_group
),

before_period as materialized (
    select
        comparable_group,
        metric_id,
        coalesce(max(bucket) filter (is_enough), max(bucket)) as bucket,
    from reported
    join month using (comparable_group)
    where last_day < month_start
    group by comparable_group, metric_id
),

member as (
    select
        'now' as moment,
        comparable_group,
        unit_id,
        short_name,
        short_name_en,
        sort,
    from member_now

    union all

    select
        'before',
        comparable_group,
        unit_id,
        short_name,
        short_name_en,
        sort,
    from member_before('month', known_on)
    join month using (comparable_group, month_start)
    semi join before_period using (comparable_group)
),

chosen as (
    select
        'now' as moment,
        *,
    from now_period

    union all

    select
        'before',
        *,
    from before_period
),

of_whole as (
    select
        metric_id,
        unit_id,
        as_of,
        value::double as value,
        qualifier,
        coverage,
        period_start,
    from observation_at(known_on)
    where variant = ''
        and metric_id in (select denominator from scheme where denominator is not null)
)

select
    member.moment,
    member.unit_id,
    member.short_name,
    member.short_name_en,
    member.sort as unit_sort,
    scheme.comparable_group,
    scheme.group_name,
    scheme.group_name_en,
    scheme.metric_id,
    scheme.metric_name,
    scheme.metric_name_en,
    scheme.metric_sort,
    scheme.uom,
    scheme.uom_en,
    scheme.kind,
    scheme.direction,
    scheme.use_class,
    scheme.comparable,
    scheme.weight,
    scheme.goalpost_low,
    scheme.goalpost_high,
    scheme.denominator,
    scheme.below_name,
    scheme.below_name_en,
    coalesce(nothing_to_count.not_applicable, false) and figure.value is null as not_applicable,
    figure.as_of,
    figure.value,
    figure.qualifier,
    figure.printed,
    figure.batch_id,
    figure.row_no,
    figure.cell,
    below.value as below,
    below.qualifier as below_qualifier,
    below.coverage <> figure.coverage
        or (scheme.below_kind <> 'stock' and below.period_start is distinct from figure.period_start) as below_differs,
    count(distinct figure.coverage) over (
        partition by scheme.comparable_group, member.moment, scheme.metric_id
    )::bigint as coverages,
from member
join scheme using (comparable_group)
left join chosen
    on chosen.moment = member.moment
    and chosen.comparable_group = member.comparable_group
    and chosen.metric_id = scheme.metric_id
left join figure
    on figure.unit_id = member.unit_id
    and figure.metric_id = scheme.metric_id
    and figure.bucket = chosen.bucket
left join of_whole as below
    on below.unit_id = figure.unit_id
    and below.metric_id = scheme.denominator
    and (below.as_of = figure.as_of or (scheme.below_kind = 'stock' and below.as_of <= figure.as_of))
left join nothing_to_count
    on nothing_to_count.unit_id = member.unit_id
    and nothing_to_count.metric_id = scheme.metric_id
qualify row_number() over (
    partition by scheme.comparable_group, member.moment, member.unit_id, scheme.metric_id
    order by below.as_of desc nulls last
) = 1;
