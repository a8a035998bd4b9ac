-- Logs one event. Parameters: event_no, logged_at, kind, signed_by, batch_id, reason, is_backfilled.
insert into event
values ($event_no, $logged_at, $kind, $signed_by, $batch_id, $reason, $is_backfilled);
