-- A number a unit reports as of a day. Grain: one row per unit, metric, variant and as_of, within a batch.
-- Key: unit_id, metric_id, variant ('' = the plain one), as_of. value is in the metric's uom (18 digits: DuckDB keeps
-- them in 64 bits, and reading 20 took forty times as long); printed keeps the words it came in.
-- qualifier: exact | at_least | about | under. coverage (统计范围): theme(kind = coverage). period_start: first day counted, where stated.
-- goal: the heading the figure stands under, where it differs from the metric's. No row means not reported, never zero.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it; where a row of the
-- sheet held several figures each has a number of its own, and place is its cell). Within a batch no two have one row_no.
create table observation (
    unit_id varchar not null,
    metric_id varchar not null,
    variant varchar not null,
    as_of date not null,
    value decimal(18, 4) not null,
    qualifier varchar not null,
    printed varchar not null,
    coverage varchar not null,
    period_start date,
    goal varchar,
    note varchar,
    note_en varchar,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
