-- Nobody signs in with this account again; the successor, if any, has its work.
-- Parameters: login, successor, at, by.
update account
set
    is_active = 0,
    taken_over_by = $successor,
    changed_at = $at,
    changed_by = $by
where login = $login;
