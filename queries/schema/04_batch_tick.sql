-- What the person who handed in a batch was asked to look at again (请核实) and said is right. Append-only.
-- Grain: one row per batch, row and code. message: the sentence as it was shown.
create table batch_tick (
    batch_id varchar not null,
    row_no bigint not null,
    code varchar not null,
    message varchar not null,
    ticked_by varchar not null,
);
