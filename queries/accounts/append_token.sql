-- A new token of a person.
-- Parameters: token_id, token_hash, login, label, at, by.
insert into token (token_id, token_hash, login, label, created_at, created_by)
values ($token_id, $token_hash, $login, $label, $at, $by);
