-- How do units stand to lists they set themselves, such as 九个一?
-- Grain: one row per unit, own action done once and variant, as duty_at, of sets with more than one such action.
-- items: actions of the set. Parameters: known_on, today (null = the event's day), comparable_group (null = all),
-- unit_id (null = all).
select
    *,
    count(distinct action_id) over (partition by unit_id, set_code)::bigint as items,
from duty_at($known_on, $today::date)
where not is_required
    and cadence = 'once'
    and ($comparable_group::varchar is null or comparable_group = $comparable_group::varchar)
    and ($unit_id::varchar is null or unit_id = $unit_id::varchar)
qualify items > 1
order by unit_sort, set_code, action_sort, action_id, variant;
