-- What can a reader look for by name?
-- Grain: one row per name of a unit (its own names and its aliases) and per metric, in the order they are offered.
-- kind: unit | metric. name_en: null for an alias, which is Chinese only.
-- Parameters: known_on.
with unit_name as (
    select 'unit' as kind, unit_id as id, short_name as name, short_name_en as name_en, sort, 1 as round
    from unit_at($known_on)
    where active

    union all

    select 'unit', unit.unit_id, alias.alias, null, unit.sort, 2
    from unit_alias_at($known_on) as alias
    join unit_at($known_on) as unit using (unit_id)
    where unit.active
        and alias.alias <> unit.short_name
),

metric_name as (
    select 'metric' as kind, metric_id as id, name, name_en, row_no as sort, 3 as round
    from metric_at($known_on)
)

select kind, id, name, name_en
from (
    from unit_name
    union all
    from metric_name
)
order by round, sort, name;
