-- Rows of a file whose period is locked for their unit today. incoming: rows of figures.
-- Grain: one row per such row. Parameters: known_on, today.
select
    incoming.row_no,
    incoming.place,
    unit_window.period_end,
    unit_window.locks_on,
from incoming
join metric_at($known_on) as metric using (metric_id)
join window_at($known_on) as unit_window
    on unit_window.unit_id = incoming.unit_id
    and unit_window.frequency = metric.frequency
    and incoming.as_of between unit_window.period_start and unit_window.period_end
where unit_window.locks_on <= $today::date
order by incoming.row_no;
