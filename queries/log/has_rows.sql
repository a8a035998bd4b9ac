-- Whether one table, or its spans, hold anything.
-- Written for observation. Grain: one row.
select exists (from observation) or exists (from observation_span) as has_rows;
