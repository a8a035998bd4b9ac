-- What an organiser set a group's index to be made of. Signed acts: no second person publishes them.
-- Grain: one row per comparable group and metric. Key: comparable_group, metric_id.
-- weight: percent of the index; 0: no longer part of it. goalpost_low and goalpost_high: what scores 0 and 100, in the
-- metric's unit of measure, per case of the denominator metric where one is named.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table weight (
    comparable_group varchar not null,
    metric_id varchar not null,
    weight decimal(18, 4) not null,
    goalpost_low decimal(18, 4),
    goalpost_high decimal(18, 4),
    denominator varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
