-- Draws of units to visit. Signed acts: no second person publishes them.
-- Grain: one row per draw of units to visit. Key: draw_id.
-- strata: Comparable groups drawn from, each with how many, as group=n separated by spaces; drawn: Unit ids drawn, in the order drawn, separated by spaces.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table spot_check (
    draw_id varchar not null,
    drawn_on date not null,
    announced_no varchar not null,
    strata varchar not null,
    excluded varchar,
    drawn varchar not null,
    reason varchar not null,
    batch_id varchar not null,
    row_no bigint not null,
);
