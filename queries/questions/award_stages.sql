-- How many nominations of each award have passed each stage, and how many places are left?
-- Grain: one row per award and stage, in order. nominated, passed, ended, held: null where no nomination was ever entered
-- (未报), not 0. ended: stopped or withdrawn at this stage. held: of the award, those that take a place now. shown: the
-- stage of five it ends, null for a step in between. places: null without a quota. last_on: the last day anything passed.
-- Parameters: known_on.
with counted as (
    select
        award,
        count(*)::bigint as nominated,
        count(*) filter (where is_held)::bigint as held,
    from nomination_state_at($known_on)
    group by award
),

stepped as (
    select
        nomination.award,
        step.stage,
        count(*) filter (where step.outcome = 'passed')::bigint as passed,
        count(*) filter (where step.outcome <> 'passed')::bigint as ended,
        max(step.on_date) as last_on,
    from nomination_step_at($known_on) as step
    join nomination_at($known_on) as nomination using (nomination_id)
    group by nomination.award, step.stage
)

select
    award.code as award,
    award.no as award_no,
    award.name,
    award.name_en,
    quota.places,
    quota.uom,
    quota.uom_en,
    quota.place,
    listed.stage_no,
    listed.stage,
    listed.shown,
    counted.nominated,
    counted.held,
    if(counted.nominated is null, null, coalesce(stepped.passed, 0)) as passed,
    if(counted.nominated is null, null, coalesce(stepped.ended, 0)) as ended,
    stepped.last_on,
from theme_at($known_on) as award
cross join award_stage() as listed
left join award_places_at($known_on) as quota
    on quota.award = award.code
left join counted on counted.award = award.code
left join stepped
    on stepped.award = award.code
    and stepped.stage = listed.stage
where award.kind = 'award'
order by award.no, award.code, listed.stage_no;
