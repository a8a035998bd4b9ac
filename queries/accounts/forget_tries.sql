-- The right password came, or a new one was given: what failed before counts no more.
-- Parameters: login.
delete from tries
where login = $login;
