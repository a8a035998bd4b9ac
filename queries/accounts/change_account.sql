-- Other roles, another scope or telephone for an account.
-- Parameters: login, roles, is_everything, divisions, units, phone, at, by.
update account
set
    roles = $roles,
    is_everything = $is_everything,
    divisions = $divisions,
    units = $units,
    phone = $phone,
    changed_at = $at,
    changed_by = $by
where login = $login;
