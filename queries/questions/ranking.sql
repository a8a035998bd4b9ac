-- In which order do the units of a group stand on one metric, and how have they moved since the month before?
-- Grain: as standing_at has it, of one metric, in official order, or with by_value from the best place down; who has no
-- place now stands last.
-- Parameters: known_on, period, metric_id, comparable_group (null = all), by_value.
select
    unit.* exclude (metric_id),
    coalesce(group_theme.name, '全部单位') as group_name,
    coalesce(group_theme.name_en, 'All units') as group_name_en,
    null::varchar as part_of,
from standing_at($known_on, $period::date) as unit
left join theme_at($known_on) as group_theme
    on group_theme.kind = 'comparable_group'
    and group_theme.code = unit.comparable_group
where unit.metric_id = $metric_id
    and ($comparable_group::varchar is null or unit.comparable_group in ('all', $comparable_group::varchar))
order by
    unit.is_here desc,
    unit.comparable_group,
    if($by_value::boolean, unit.place_best, 0),
    if($by_value::boolean, unit.place_worst, 0),
    unit.unit_sort;
