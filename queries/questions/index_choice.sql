-- How does a reader want to see an index: in which order, of which unit, by which weights of their own?
-- Grain: one row. trial: metric=weight separated by spaces, weights nobody signed; null: the signed ones.
-- Parameters: by_value, unit_id, trial.
select
    coalesce($by_value::boolean, false) as by_value,
    $unit_id::varchar as unit_id,
    $trial::varchar as trial;
