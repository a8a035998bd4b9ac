-- When a person last signed in.
-- Parameters: login, at.
update account
set last_seen_at = $at
where login = $login;
