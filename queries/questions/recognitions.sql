-- Which recognitions has anybody reported, from which level?
-- Grain: one row per recognition, from nation to county, then by unit. is_claim: the unit's own words, proved by nobody.
-- level: null where none was given.
-- Parameters: known_on.
select
    record.record_id,
    record.unit_id,
    unit.short_name,
    unit.short_name_en,
    record.title,
    record.title_en,
    record.body,
    record.body_en,
    record.level,
    level.no as level_no,
    level.name as level_name,
    level.name_en as level_name_en,
    record.on_date,
    record.date_printed,
    record.is_claim,
    record.note,
    record.note_en,
    record.place,
    record.batch_id,
    record.row_no,
from record_at($known_on) as record
join record_order_at($known_on) as told using (record_id)
left join theme_at($known_on) as level
    on level.kind = 'level'
    and level.code = record.level
left join unit_at($known_on) as unit
    on unit.unit_id = record.unit_id
where record.kind = 'recognition'
order by level.no nulls last, unit.sort nulls last, told.first_no, told.first_row;
