-- Every token of a person is worth nothing from now on.
-- Parameters: login, at, by.
update token
set
    revoked_at = $at,
    revoked_by = $by
where login = $login
    and revoked_at is null;
