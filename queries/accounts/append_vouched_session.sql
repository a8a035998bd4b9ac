-- A session of who signed in with a provider (OIDC), when it is first seen; one that has ended does not begin again.
-- Parameters: id_hash, login, at, ends_at.
insert into session (id_hash, login, created_at, seen_at, ends_at)
values ($id_hash, $login, $at, $at, $ends_at)
on conflict (id_hash) do nothing;
