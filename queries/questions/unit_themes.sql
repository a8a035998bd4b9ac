-- What is one unit's method, and which rules and criteria has it set itself?
-- Grain: one row per entry, the method first.
-- Parameters: known_on, unit_id.
select
    theme.kind,
    theme.code,
    theme.name,
    theme.name_en,
    theme.text,
    theme.text_en,
    theme.place,
from theme_at($known_on) as theme
where theme.unit_id = $unit_id
order by theme.kind <> 'method', theme.kind, theme.no;
