-- How do nominations spread over kinds of units, and over counties and districts?
-- Grain: one row per way of grouping, group and award, in official order. grouping: group (comparable groups) | division;
-- division '' holds the city's own units. nominated, posted, named: null where the award has no nomination at all (未报).
-- Parameters: known_on.
with placed as (
    select
        unit.unit_id,
        unnest(['group', 'division']) as grouping,
        unnest([unit.comparable_group, coalesce(unit.division_code, '')]) as code,
    from unit_at($known_on) as unit
    where unit.active
),

of_group as (
    select
        grouping,
        code,
        count(*)::bigint as units,
    from placed
    group by grouping, code
),

counted as (
    select
        placed.grouping,
        placed.code,
        state.award,
        count(*)::bigint as nominated,
        count(*) filter (where state.is_held)::bigint as posted,
        count(*) filter (where state.is_announced)::bigint as named,
    from nomination_state_at($known_on) as state
    join placed using (unit_id)
    group by placed.grouping, placed.code, state.award
),

under_way as (
    select distinct award
    from nomination_at($known_on)
)

select
    of_group.grouping,
    of_group.code,
    coalesce(theme.name, division.name) as group_name,
    coalesce(theme.name_en, division.name_en) as group_name_en,
    of_group.units,
    award.code as award,
    award.name as award_name,
    award.name_en as award_name_en,
    if(under_way.award is null, null, coalesce(counted.nominated, 0)) as nominated,
    if(under_way.award is null, null, coalesce(counted.posted, 0)) as posted,
    if(under_way.award is null, null, coalesce(counted.named, 0)) as named,
from of_group
join theme_at($known_on) as award
    on award.kind = 'award'
left join theme_at($known_on) as theme
    on of_group.grouping = 'group'
    and theme.kind = 'comparable_group'
    and theme.code = of_group.code
left join division_at($known_on) as division
    on of_group.grouping = 'division'
    and division.division_code = of_group.code
left join under_way on under_way.award = award.code
left join counted
    on counted.grouping = of_group.grouping
    and counted.code = of_group.code
    and counted.award = award.code
order by of_group.grouping desc, coalesce(theme.no, division.sort, 0), of_group.code, award.no, award.code;
