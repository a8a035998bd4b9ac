-- Which milestones does each unit have a day for, and when was each last spoken of?
-- Grain: one row per milestone of one unit that has a stage (open | done). last_word: the day it was last reported.
-- Parameters: known_on.
select
    record.record_id,
    record.unit_id,
    record.title,
    record.title_en,
    record.on_date as due_on,
    if(record.stage = 'done', record.on_date, null) as done_on,
    event.logged_at::date as last_word,
from record_at($known_on) as record
left join event
    on event.event_no = record.known_from
where record.kind = 'milestone'
    and record.unit_id <> '*'
    and record.stage is not null
order by record.on_date, record.record_id;
