-- What was checked, and which findings are still open?
-- Grain: one row per check of a unit, open findings first, oldest first; then latest first. kind_name: of the plan's kinds of
-- supervision, null where it names none. days: an open finding's age on `day`. finding: null for visitors.
-- Parameters: known_on, today (null = the day of that event), shows_names.
select
    record.record_id,
    record.unit_id,
    unit.short_name,
    unit.short_name_en,
    coalesce(kind.name, record.title) as kind_name,
    coalesce(kind.name_en, record.title_en) as kind_name_en,
    record.on_date,
    record.stage,
    if($shows_names, record.note, null) as finding,
    record.stage = 'open' as is_open,
    if(record.stage = 'open', day_at($known_on, $today::date) - record.on_date, null)::bigint as days,
    record.place,
    record.batch_id,
    record.row_no,
from record_at($known_on) as record
left join unit_at($known_on) as unit using (unit_id)
left join theme_at($known_on) as kind
    on kind.kind = 'supervision'
    and kind.code = record.subtype
where record.kind = 'check'
order by is_open desc nulls last, if(is_open, record.on_date, null), record.on_date desc, unit.sort, record.record_id;
