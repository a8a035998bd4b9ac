-- Which stages does the plan set for a matter, and what does each mean?
-- Grain: one row per stage, in the plan's order.
-- Parameters: known_on.
select
    theme.no,
    theme.name,
    theme.name_en,
    theme.text,
    theme.text_en,
    theme.place,
    theme.batch_id,
    theme.row_no,
from theme_at($known_on) as theme
where theme.kind = 'loop_stage'
order by theme.no;
