-- How does a reader want to see an index: in which order, of which unit?
-- Grain: one row; none where nobody has set weights. Parameters: known_on, by_value, unit_id.
select
    coalesce($by_value::boolean, false) as by_value,
    $unit_id::varchar as unit_id,
where exists (from weight_at($known_on) where weight > 0);
