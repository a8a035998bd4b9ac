-- How many places does each award have, and how many are nominated so far?
-- Grain: one row per award. places: 拟评选名额, a plan. nominated: null when no nomination was ever entered (未报), not 0.
-- Parameters: known_on.
select
    award.code as award,
    award.name,
    award.name_en,
    quota.value::bigint as places,
    quota.uom,
    quota.uom_en,
    quota.place,
    nullif(count(nomination.record_id), 0)::bigint as nominated,
from theme_at($known_on) as award
left join target_at($known_on) as quota
    on quota.kind = 'quota'
    and quota.subject = 'award'
    and quota.subject_code = award.code
left join record_at($known_on) as nomination
    on nomination.kind = 'nomination'
    and nomination.subtype = award.code
where award.kind = 'award'
group by all
order by min(award.no);
