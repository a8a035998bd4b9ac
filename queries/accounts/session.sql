-- Whose session is this? Nobody's when it has ended, is over, was unused too long, or its account is closed.
-- Grain: one row or none. Parameters: id_hash, at, idle_since.
select
    account.*,
    session.seen_at
from session
join account on account.login = session.login
where session.id_hash = $id_hash
    and session.ended_at is null
    and session.ends_at > $at
    and session.seen_at > $idle_since
    and account.is_active = 1;
