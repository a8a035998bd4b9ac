-- What did a person decide of what the tests named?
-- Grain: one row per candidate judged, latest first. is_open: confirmed and not closed yet. For organisers only.
-- Parameters: known_on.
select
    judged.candidate_id,
    judged.unit_id,
    unit.short_name,
    unit.short_name_en,
    judged.ground,
    ground.name as ground_name,
    ground.name_en as ground_name_en,
    judged.verdict,
    judged.evidence,
    judged.reason,
    judged.on_date,
    judged.signed_by,
    judged.is_open,
from judged_at($known_on) as judged
left join unit_at($known_on) as unit using (unit_id)
left join theme_at($known_on) as ground
    on ground.kind = 'ground'
    and ground.code = judged.ground
order by judged.on_date desc, judged.candidate_id;
