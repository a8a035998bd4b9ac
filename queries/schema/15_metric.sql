-- What is counted, and how it may be used. Grain: one row per metric. Key: metric_id. uom is the unit of measure of value.
-- kind: stock | cumulative | flow | rate | rank. comparable: group | all | none. use_class: outcome | process | publicity.
-- sort is the official order. lo and hi bound what is plausible (in uom, empty = no bound). headline_no orders the figures a goal card shows.
-- batch_id and row_no say which row of which batch a row came from (row_no as the sheet numbers it).
create table metric (
    metric_id varchar not null,
    name varchar not null,
    name_en varchar not null,
    uom varchar not null,
    uom_en varchar not null,
    kind varchar not null,
    frequency varchar not null,
    direction varchar not null,
    additive boolean not null,
    comparable varchar not null,
    use_class varchar not null,
    goal varchar,
    group_code varchar,
    subset_of varchar,
    numerator varchar,
    denominator varchar,
    lo decimal(18, 4),
    hi decimal(18, 4),
    definition varchar not null,
    definition_en varchar not null,
    owner varchar,
    sort integer not null,
    headline_no integer,
    valid_from date,
    place varchar,
    batch_id varchar not null,
    row_no bigint not null,
);
