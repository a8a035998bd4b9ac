-- An account is open again.
-- Parameters: login, at, by.
update account
set
    is_active = 1,
    taken_over_by = null,
    changed_at = $at,
    changed_by = $by
where login = $login;
