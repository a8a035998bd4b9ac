-- What the log says at its last event. live_batch: one row per batch now published, with the event that first published it.
-- live_strike: one row per row now struck out.
create or replace view live_batch as
select
    batch_id,
    min(event_no) filter (kind = 'published') as published_no,
from event
where batch_id is not null
group by batch_id
having arg_max(kind, event_no) in ('published', 'restored');

create or replace view live_strike as
select
    struck_table,
    struck_batch,
    struck_row,
from strike
join live_batch using (batch_id);
