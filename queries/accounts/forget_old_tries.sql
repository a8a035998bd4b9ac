-- Failed passwords from before this moment count no more.
-- Parameters: before.
delete from tries
where failed_at < $before;
