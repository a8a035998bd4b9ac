-- Which other names are units known by?
-- Grain: one row per name, by unit in official order.
-- Parameters: known_on.
select
    alias.alias,
    alias.source,
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    alias.batch_id,
    alias.row_no,
from unit_alias_at($known_on) as alias
join unit_at($known_on) as unit using (unit_id)
order by unit.sort, alias.alias;
