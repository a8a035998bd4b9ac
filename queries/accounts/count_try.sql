-- One more failed password; the one that makes it `most` locks the login until `until`.
-- Parameters: login, at, most, until.
insert into tries (login, failed, failed_at, locked_until)
values ($login, 1, $at, 0)
on conflict (login) do update
set
    failed = failed + 1,
    failed_at = $at,
    locked_until = case when failed + 1 >= $most then $until else 0 end;
