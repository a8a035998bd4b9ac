-- How does each unit say it stands in each phase?
-- Grain: one row per active unit and phase. status: null = 未报 (nobody reported it), never computed from the date.
-- Parameters: known_on, comparable_group (null = all), unit_id (null = all).
select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.sort as unit_sort,
    phase.no as phase_no,
    phase.name as phase_name,
    phase.name_en as phase_name_en,
    status.status,
    status.percent::double as percent,
    status.as_of,
    status.note,
    status.batch_id,
    status.row_no,
from unit_at($known_on) as unit
cross join theme_at($known_on) as phase
left join phase_status_at($known_on) as status
    on status.unit_id = unit.unit_id
    and status.phase_no = phase.no
where phase.kind = 'phase'
    and unit.active
    and ($comparable_group::varchar is null or unit.comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit.unit_id = $unit_id::varchar)
qualify row_number() over (partition by unit.unit_id, phase.no order by status.as_of desc nulls last) = 1
order by unit.sort, phase.no;
