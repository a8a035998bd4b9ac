-- A new session.
-- Parameters: id_hash, login, at, ends_at.
insert into session (id_hash, login, created_at, seen_at, ends_at)
values ($id_hash, $login, $at, $at, $ends_at);
