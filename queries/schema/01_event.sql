-- The log: everything that happened to this campaign, in the order of truth. Append-only.
-- Grain: one row per event. Key: event_no (1, 2, 3 … without gaps).
-- logged_at is Beijing time and never earlier than the event before; for a backfilled (补录) event it is the stated time.
-- kind: submitted | published | returned | taken_back | withdrawn | restored.
create table event (
    event_no bigint not null,
    logged_at timestamp not null,
    kind varchar not null,
    signed_by varchar not null,
    batch_id varchar,
    reason varchar,
    is_backfilled boolean not null,
);
