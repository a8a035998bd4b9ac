-- How does a reader want to see an index: in which order, of which unit, by which weights of their own?
-- Grain: one row; none where nobody has set weights. trial: metric=weight separated by spaces, weights nobody signed;
-- null: the signed ones. Parameters: known_on, by_value, unit_id, trial.
select
    coalesce($by_value::boolean, false) as by_value,
    $unit_id::varchar as unit_id,
    $trial::varchar as trial,
where exists (from weight_at($known_on) where weight > 0);
