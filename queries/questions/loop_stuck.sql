-- Before which stage do most of each unit's matters stop?
-- Grain: one row per unit that lost any, at the planned stage that lost most (the earlier of equals), most first.
-- Parameters: known_on, period, comparable_group (null = all), variant (null = all matters).
select
    figure.*,
    before.stage_name as before_name,
    before.stage_name_en as before_name_en,
from loop_at($known_on, $period::date, true) as figure
join loop_stage_at($known_on) as before
    on before.metric_id = figure.before_id
where figure.variant = coalesce(nullif($variant::varchar, 'whole'), '')
    and ($comparable_group::varchar is null or figure.comparable_group = $comparable_group::varchar)
    and figure.is_planned
    and figure.lost > 0
qualify row_number() over (partition by figure.unit_id order by figure.lost desc, figure.stage_no) = 1
order by figure.lost desc, figure.unit_sort;
