-- Where does every nomination of an award stand, for who is about to enter a step?
-- Grain: one row per nomination. before_on: the last day of the steps before the stage asked for, null where there is none.
-- Parameters: known_on, award, stage_no.
select
    state.nomination_id,
    state.subject,
    state.unit_id,
    unit.division_code,
    state.passed_no,
    state.last_no,
    state.is_ended,
    state.is_held,
    state.posted_on,
    max(step.on_date) filter (where listed.stage_no < $stage_no) as before_on,
from nomination_state_at($known_on) as state
left join unit_at($known_on) as unit
    on unit.unit_id = state.unit_id
left join nomination_step_at($known_on) as step
    on step.nomination_id = state.nomination_id
left join award_stage() as listed
    on listed.stage = step.stage
where state.award = $award
group by all;
