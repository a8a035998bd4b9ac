-- A new, open account.
-- Parameters: login, name, roles, is_everything, divisions, units, phone, must_change, password_hash, at, by.
insert into account (
    login, name, roles, is_everything, divisions, units, phone,
    is_active, must_change, password_hash, created_at, created_by, changed_at, changed_by
)
values (
    $login, $name, $roles, $is_everything, $divisions, $units, $phone,
    1, $must_change, $password_hash, $at, $by, $at, $by
);
