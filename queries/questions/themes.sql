-- Which names and rules without numbers are there: phases with their days, goals, awards, coverages, methods …?
-- Grain: one row per entry, by kind and in order. short_name: null for what holds for the whole campaign.
-- Parameters: known_on.
select
    theme.kind,
    theme.code,
    theme.name,
    theme.name_en,
    unit.short_name,
    unit.short_name_en,
    theme.starts_on,
    theme.ends_on,
    theme.place,
    theme.batch_id,
    theme.row_no,
from theme_at($known_on) as theme
left join unit_at($known_on) as unit using (unit_id)
order by theme.kind, unit.sort nulls first, theme.no, theme.code;
