-- Each table as it was known at an event: the facts whose span holds the event's number.
create or replace macro campaign_at(known_on) as table
from campaign_span where known_from <= known_on and known_on < known_to;

create or replace macro division_at(known_on) as table
from division_span where known_from <= known_on and known_on < known_to;

create or replace macro unit_at(known_on) as table
from unit_span where known_from <= known_on and known_on < known_to;

create or replace macro unit_alias_at(known_on) as table
from unit_alias_span where known_from <= known_on and known_on < known_to;

create or replace macro theme_at(known_on) as table
from theme_span where known_from <= known_on and known_on < known_to;

create or replace macro metric_at(known_on) as table
from metric_span where known_from <= known_on and known_on < known_to;

create or replace macro variant_at(known_on) as table
from variant_span where known_from <= known_on and known_on < known_to;

create or replace macro assignment_at(known_on) as table
from assignment_span where known_from <= known_on and known_on < known_to;

create or replace macro action_at(known_on) as table
from action_span where known_from <= known_on and known_on < known_to;

create or replace macro target_at(known_on) as table
from target_span where known_from <= known_on and known_on < known_to;

create or replace macro observation_at(known_on) as table
from observation_span where known_from <= known_on and known_on < known_to;

create or replace macro action_log_at(known_on) as table
from action_log_span where known_from <= known_on and known_on < known_to;

create or replace macro phase_status_at(known_on) as table
from phase_status_span where known_from <= known_on and known_on < known_to;

create or replace macro record_at(known_on) as table
from record_span where known_from <= known_on and known_on < known_to;

create or replace macro reporting_window_at(known_on) as table
from reporting_window_span where known_from <= known_on and known_on < known_to;

create or replace macro calendar_at(known_on) as table
from calendar_span where known_from <= known_on and known_on < known_to;

create or replace macro prior_observation_at(known_on) as table
from prior_observation_span where known_from <= known_on and known_on < known_to;

create or replace macro no_change_at(known_on) as table
from no_change_span where known_from <= known_on and known_on < known_to;

create or replace macro setting_at(known_on) as table
from setting_span where known_from <= known_on and known_on < known_to;

create or replace macro nomination_at(known_on) as table
from nomination_span where known_from <= known_on and known_on < known_to;

create or replace macro nomination_step_at(known_on) as table
from nomination_step_span where known_from <= known_on and known_on < known_to;

create or replace macro award_score_at(known_on) as table
from award_score_span where known_from <= known_on and known_on < known_to;

create or replace macro judgement_at(known_on) as table
from judgement_span where known_from <= known_on and known_on < known_to;

create or replace macro task_at(known_on) as table
from task_span where known_from <= known_on and known_on < known_to;

create or replace macro task_step_at(known_on) as table
from task_step_span where known_from <= known_on and known_on < known_to;

create or replace macro spot_check_at(known_on) as table
from spot_check_span where known_from <= known_on and known_on < known_to;

create or replace macro meeting_at(known_on) as table
from meeting_span where known_from <= known_on and known_on < known_to;

create or replace macro meeting_slide_at(known_on) as table
from meeting_slide_span where known_from <= known_on and known_on < known_to;

create or replace macro meeting_final_at(known_on) as table
from meeting_final_span where known_from <= known_on and known_on < known_to;

create or replace macro meeting_decision_at(known_on) as table
from meeting_decision_span where known_from <= known_on and known_on < known_to;

create or replace macro weight_at(known_on) as table
from weight_span where known_from <= known_on and known_on < known_to;

-- The last event before a day; the event itself where the log does not reach back so far.
create or replace macro event_before(known_on, day) as coalesce(
    (
        select max(event_no)
        from event
        where logged_at::date < day
            and event_no <= known_on
    ),
    known_on
);

-- The day a question is asked of: the reader's own, else the day of the event looked at (null before the first).
create or replace macro day_at(known_on, today) as
coalesce(today, (select max(logged_at)::date from event where event_no <= known_on));
