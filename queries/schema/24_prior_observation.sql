-- Figures of the campaign before this one (上一活动数据), as known when this one was opened.
-- Grain: one row per unit, metric, variant and as_of. Key: unit_id, metric_id, variant, as_of.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table prior_observation (
    campaign_id varchar not null,
    unit_id varchar not null,
    metric_id varchar not null,
    variant varchar not null,
    as_of date not null,
    value decimal(18, 4) not null,
    qualifier varchar not null,
    printed varchar not null,
    coverage varchar not null,
    period_start date,
    batch_id varchar not null,
    row_no bigint not null,
);
