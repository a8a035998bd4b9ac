-- Another password; must_change where somebody else knows it.
-- Parameters: login, password_hash, must_change, at, by.
update account
set
    password_hash = $password_hash,
    must_change = $must_change,
    changed_at = $at,
    changed_by = $by
where login = $login;
