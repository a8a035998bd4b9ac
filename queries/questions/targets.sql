-- Every number that something is held against: target, standard, quota, population or aim.
-- Grain: one row per target; short_name is null where it is no unit's own. Parameters: known_on.
select
    target.target_id,
    unit.short_name,
    unit.short_name_en,
    target.kind,
    target.op,
    target.value::double as value,
    target.qualifier,
    target.printed,
    target.uom,
    target.uom_en,
    target.due,
    target.name,
    target.name_en,
    target.place,
    target.batch_id,
    target.row_no,
from target_at($known_on) as target
join target_order_at($known_on) as told using (target_id)
left join unit_at($known_on) as unit using (unit_id)
order by unit.sort nulls first, told.first_no, told.first_row;
