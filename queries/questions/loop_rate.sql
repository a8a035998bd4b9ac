-- How do the units of one group stand on one share of the closed loop, each by its size?
-- Grain: one row per unit that gave any stage, in official order. value out of before_value; null = 未报.
-- metric_id: the share, as the address names it. group_name: the unit's comparable group.
-- Parameters: known_on, period, metric_id, comparable_group (null = all), variant (null = all matters).
select
    figure.unit_id,
    figure.short_name,
    figure.short_name_en,
    figure.unit_sort,
    figure.rate_id as metric_id,
    figure.rate_name,
    figure.rate_name_en,
    figure.as_of,
    figure.value,
    figure.before_value,
    figure.qualifier,
    figure.before_qualifier,
    coverage.name as coverage_name,
    coverage.name_en as coverage_name_en,
    count(distinct figure.coverage) over ()::bigint as coverages,
    group_theme.name as group_name,
    group_theme.name_en as group_name_en,
    figure.place,
    figure.batch_id,
    figure.row_no,
from loop_at($known_on, $period::date, true) as figure
left join theme_at($known_on) as coverage
    on coverage.kind = 'coverage'
    and coverage.code = figure.coverage
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = figure.comparable_group
where figure.rate_id = $metric_id
    and figure.variant = coalesce(nullif($variant::varchar, 'whole'), '')
    and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
order by figure.unit_sort;
