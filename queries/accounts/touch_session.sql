-- When a session was last used.
-- Parameters: id_hash, at.
update session
set seen_at = $at
where id_hash = $id_hash;
