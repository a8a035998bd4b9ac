-- A token is worth nothing from now on.
-- Parameters: token_id, at, by.
update token
set
    revoked_at = $at,
    revoked_by = $by
where token_id = $token_id;
