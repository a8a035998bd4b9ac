-- What has happened to one unit that has a title: recognitions, milestones, documents?
-- Grain: one row per record, by kind and level from nation to county. level: null where none applies.
-- Parameters: known_on, unit_id.
select
    record.record_id,
    record.kind,
    record.subtype,
    record.title,
    record.title_en,
    record.body,
    record.body_en,
    record.level,
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
where record.unit_id = $unit_id
    and record.kind in ('recognition', 'milestone', 'document')
order by record.kind <> 'recognition', level.no nulls last, told.first_no, told.first_row;
