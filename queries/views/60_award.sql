-- The stages of choosing, in order. Grain: one row per stage. shown: one of the five stages a leader reads, at the step that
-- ends it; null for a step in between. holds_place: from here on a nomination takes one of the award's places.
create or replace macro award_stage() as table
select
    stage_no,
    stage,
    shown,
    stage_no >= 7 as holds_place,
from (
    values
        (1, 'recommended', 'nominated'),
        (2, 'qualified', null),
        (3, 'first_review', 'screened'),
        (4, 'inspected', 'inspected'),
        (5, 'consulted', null),
        (6, 'final_review', null),
        (7, 'public_notice', 'posted'),
        (8, 'objections', null),
        (9, 'approved', null),
        (10, 'announced', 'named')
) as listed(stage_no, stage, shown);

-- Where each nomination stands. Grain: one row per nomination. passed_no: the last stage passed, 0 before the first.
-- last_*: its last step, whatever came of it; null before the first. is_ended: stopped or withdrawn. posted_on: null before 公示.
-- is_held: takes a place. is_announced: its name is public.
create or replace macro nomination_state_at(known_on) as table
with walked as (
    select
        step.nomination_id,
        coalesce(max(listed.stage_no) filter (where step.outcome = 'passed'), 0)::integer as passed_no,
        max(listed.stage_no)::integer as last_no,
        arg_max(step.stage, listed.stage_no) as last_stage,
        arg_max(step.outcome, listed.stage_no) as last_outcome,
        arg_max(step.on_date, listed.stage_no) as last_on,
        arg_max(coalesce(step.note, ''), listed.stage_no) as last_note,
        arg_max(step.batch_id, listed.stage_no) as last_batch,
        arg_max(step.row_no, listed.stage_no) as last_row,
        max(step.on_date) filter (where listed.holds_place and step.stage = 'public_notice' and step.outcome = 'passed') as posted_on,
    from nomination_step_at(known_on) as step
    join award_stage() as listed using (stage)
    group by step.nomination_id
)

select
    nomination.nomination_id,
    nomination.award,
    nomination.unit_id,
    nomination.subject,
    nomination.is_person,
    nomination.note,
    nomination.batch_id,
    nomination.row_no,
    coalesce(walked.passed_no, 0) as passed_no,
    walked.last_no,
    walked.last_stage,
    walked.last_outcome,
    walked.last_on,
    nullif(walked.last_note, '') as last_note,
    walked.last_batch,
    walked.last_row,
    walked.posted_on,
    coalesce(walked.last_outcome in ('stopped', 'withdrawn'), false) as is_ended,
    passed_no >= 7 and not is_ended as is_held,
    passed_no = 10 and not is_ended as is_announced,
from nomination_at(known_on) as nomination
left join walked using (nomination_id);

-- The places each award has. Grain: one row per award that has a quota.
create or replace macro award_places_at(known_on) as table
select
    subject_code as award,
    any_value(value)::bigint as places,
    any_value(uom) as uom,
    any_value(uom_en) as uom_en,
    any_value(place) as place,
from target_at(known_on)
where kind = 'quota'
    and subject = 'award'
group by subject_code;
