-- Which circulars have been issued?
-- Grain: one row per notice, latest first. unit names: null = about the whole campaign. Parameters: known_on.
select
    record.record_id,
    record.title,
    record.title_en,
    record.unit_id,
    unit.short_name,
    unit.short_name_en,
    ground.name as ground_name,
    ground.name_en as ground_name_en,
    record.body,
    record.body_en,
    record.on_date,
    record.note,
    record.note_en,
    record.place,
    record.batch_id,
    record.row_no,
from record_at($known_on) as record
left join unit_at($known_on) as unit using (unit_id)
left join theme_at($known_on) as ground
    on ground.kind = 'ground'
    and ground.code = record.subtype
where record.kind = 'notice'
order by record.on_date desc nulls last, record.row_no desc;
