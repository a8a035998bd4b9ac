-- Which units has nobody checked yet?
-- Grain: one row per active unit, in official order; none where no check of any unit is on record. checks: how many are,
-- last_on: the last one; drawn: how often a spot check drew it. Parameters: known_on.
with checked as (
    select
        unit_id,
        count(*) as checks,
        max(on_date) as last_on,
    from record_at($known_on)
    where kind = 'check'
    group by unit_id
),

drawn as (
    select
        unnest(string_split(drawn, ' ')) as unit_id,
    from spot_check_at($known_on)
)

select
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    unit.comparable_group,
    comparable_group.name as group_name,
    comparable_group.name_en as group_name_en,
    coalesce(checked.checks, 0)::bigint as checks,
    checked.last_on,
    (select count(*) from drawn where drawn.unit_id = unit.unit_id)::bigint as drawn,
from unit_at($known_on) as unit
left join checked using (unit_id)
left join theme_at($known_on) as comparable_group
    on comparable_group.kind = 'comparable_group'
    and comparable_group.code = unit.comparable_group
where unit.active
    and exists (select * from checked)
order by unit.sort;
