-- How many places does each award have, how many are nominated so far, and how far has choosing come?
-- Grain: one row per award. places: 拟评选名额, a plan. nominated: null when no nomination was ever entered (未报), not 0.
-- stage, passed: the furthest stage any nomination has passed and how many passed it; null before the first.
-- Parameters: known_on.
with nominated as (
    select
        nomination_id,
        award,
    from nomination_at($known_on)
    union all
    select
        record_id,
        subtype,
    from record_at($known_on)
    where kind = 'nomination'
),

counted as (
    select
        award,
        count(*)::bigint as nominated,
    from nominated
    group by award
),

passed as (
    select
        nomination.award,
        step.stage,
        count(*)::bigint as passed,
    from nomination_step_at($known_on) as step
    join nomination_at($known_on) as nomination using (nomination_id)
    where step.outcome = 'passed'
    group by nomination.award, step.stage
    qualify row_number() over (partition by nomination.award order by max(step.on_date) desc, passed) = 1
)

select
    award.code as award,
    award.name,
    award.name_en,
    any_value(quota.value)::bigint as places,
    any_value(quota.uom) as uom,
    any_value(quota.uom_en) as uom_en,
    any_value(quota.place) as place,
    any_value(counted.nominated) as nominated,
    any_value(passed.stage) as stage,
    any_value(passed.passed) as passed,
from theme_at($known_on) as award
left join target_at($known_on) as quota
    on quota.kind = 'quota'
    and quota.subject = 'award'
    and quota.subject_code = award.code
left join counted on counted.award = award.code
left join passed on passed.award = award.code
where award.kind = 'award'
group by award.code, award.name, award.name_en
order by min(award.no);
