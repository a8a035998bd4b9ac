-- When are figures asked for, and from when are they late or locked?
-- Grain: one row per frequency, period and unit, latest first; short_name is null for all units.
-- Parameters: known_on.
select
    reporting_window.frequency,
    reporting_window.period_end,
    unit.short_name,
    unit.short_name_en,
    reporting_window.opens_on,
    reporting_window.due_on,
    reporting_window.locks_on,
    reporting_window.batch_id,
    reporting_window.row_no,
from reporting_window_at($known_on) as reporting_window
left join unit_at($known_on) as unit using (unit_id)
order by reporting_window.period_end desc, reporting_window.frequency, unit.sort nulls first;
