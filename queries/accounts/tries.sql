-- Failed passwords of a login as it was typed, and until when it is locked (0: it is not).
-- Grain: one row or none. Parameters: login.
select
    failed,
    locked_until
from tries
where login = $login;
