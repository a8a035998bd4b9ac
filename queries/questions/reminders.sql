-- Whom to remind (催报), and of which figures?
-- Grain: one row per unit and period with anything missing, the longest overdue first, units in official order.
-- missing: names of the metrics (with their variant) in the contract's order. days_left: to due_day, below 0 when overdue.
-- is_locked: nothing can be handed in for it any more, so nobody is to be reminded, until an organiser opens it again.
-- Parameters: known_on, today.
select
    due.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.name as unit_name,
    due.frequency,
    due.period_start,
    due.period_end,
    due.due_day,
    due.locks_on,
    date_diff('day', $today::date, due.due_day)::bigint as days_left,
    coalesce(due.locks_on <= $today::date, false) as is_locked,
    count(*)::bigint as missing_count,
    list(concat(metric.name, '·' || variant.name) order by metric.sort, due.metric_id, variant.sort) as missing,
    list(concat(metric.name_en, ' · ' || variant.name_en) order by metric.sort, due.metric_id, variant.sort) as missing_en,
from due_at($known_on, $today::date) as due
join unit_at($known_on) as unit using (unit_id)
join metric_at($known_on) as metric using (metric_id)
left join variant_at($known_on) as variant
    on variant.metric_id = due.metric_id
    and variant.variant = due.variant
where due.state = 'missing'
group by all
order by due.due_day, min(unit.sort), due.frequency;
