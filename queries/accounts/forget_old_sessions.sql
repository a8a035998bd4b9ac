-- Sessions that were over before this moment tell nothing any more.
-- Parameters: before.
delete from session
where ends_at < $before;
