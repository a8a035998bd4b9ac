-- Which units take part, what is each one's method called, and how much has each reported?
-- Grain: one row per active unit, in official order. figures, records: 0 when the unit printed none.
-- Parameters: known_on, period.
with figures as (
    select
        unit_id,
        count(*)::bigint as figures,
        max(last_day) as last_day,
    from series_at($known_on, $period::date)
    group by unit_id
),

records as (
    select
        unit_id,
        count(*)::bigint as records,
    from record_at($known_on)
    group by unit_id
),

method as (
    select
        unit_id,
        any_value(name) as name,
        any_value(name_en) as name_en,
    from theme_at($known_on)
    where kind = 'method'
    group by unit_id
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.name,
    unit.name_en,
    unit.level,
    unit.division_code,
    unit.comparable_group,
    assessment.name as assessment_name,
    assessment.name_en as assessment_name_en,
    comparable_group.name as group_name,
    comparable_group.name_en as group_name_en,
    division.name as division_name,
    division.name_en as division_name_en,
    method.name as method_name,
    method.name_en as method_name_en,
    coalesce(figures.figures, 0) as figures,
    coalesce(records.records, 0) as records,
    figures.last_day,
from unit_at($known_on) as unit
left join theme_at($known_on) as comparable_group
    on comparable_group.kind = 'comparable_group'
    and comparable_group.code = unit.comparable_group
left join theme_at($known_on) as assessment
    on assessment.kind = 'assessment'
    and assessment.code = unit.assessment
left join division_at($known_on) as division
    on division.division_code = unit.division_code
left join method
    on method.unit_id = unit.unit_id
left join figures
    on figures.unit_id = unit.unit_id
left join records
    on records.unit_id = unit.unit_id
where unit.active
order by unit.sort;
