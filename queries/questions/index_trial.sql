-- By which weights of their own does a reader want to see an index?
-- Grain: one row; none where nobody has set weights. trial: metric=weight separated by spaces, weights nobody signed;
-- null: the signed ones. Parameters: known_on, trial.
select
    $trial::varchar as trial,
where exists (from weight_at($known_on) where weight > 0);
