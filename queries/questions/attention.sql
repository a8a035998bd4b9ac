-- What needs attention, as confirmed by a person?
-- Grain: one row per open, confirmed item, oldest deadline first; at most five. Nothing is inferred by the program.
-- Parameters: known_on.
select
    record.record_id,
    record.unit_id,
    unit.short_name,
    unit.short_name_en,
    record.title,
    record.title_en,
    record.on_date,
    record.note,
    record.note_en,
    record.place,
    record.batch_id,
    record.row_no,
from record_at($known_on) as record
left join unit_at($known_on) as unit using (unit_id)
where record.kind = 'notice'
    and record.stage = 'confirmed'
order by record.on_date nulls last, unit.sort
limit 5;
