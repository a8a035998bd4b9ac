-- One session ends.
-- Parameters: id_hash, at.
update session
set ended_at = $at
where id_hash = $id_hash
    and ended_at is null;
