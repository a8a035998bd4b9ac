-- Which targets, standards, populations and aims does one unit name?
-- Grain: one row per target. An aim is a wish in words and is never set against a figure.
-- Parameters: known_on, unit_id.
select
    target.target_id,
    target.kind,
    target.op,
    target.value::double as value,
    target.qualifier,
    target.printed,
    target.uom,
    target.uom_en,
    target.name,
    target.name_en,
    target.note,
    target.note_en,
    target.place,
    target.batch_id,
    target.row_no,
from target_at($known_on) as target
join target_order_at($known_on) as told using (target_id)
where target.unit_id = $unit_id
order by told.first_no, told.first_row;
