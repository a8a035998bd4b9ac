-- What did the plan set down in words: who issued it, what it stresses, how matters are handled, how it is supervised?
-- Grain: one row per entry that holds for the whole campaign, by kind and in the plan's order.
-- Parameters: known_on.
select
    theme.kind,
    theme.code,
    theme.no,
    theme.name,
    theme.name_en,
    theme.place,
from theme_at($known_on) as theme
where theme.unit_id is null
    and theme.kind in ('issuer', 'emphasis', 'loop_stage', 'supervision', 'ground', 'assessment')
order by theme.kind, theme.no;
