-- Every session of a person ends.
-- Parameters: login, at.
update session
set ended_at = $at
where login = $login
    and ended_at is null;
