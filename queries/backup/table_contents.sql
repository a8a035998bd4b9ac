-- How many rows does one table hold, and what do they say? digest is the same for the same rows in any order and on
-- any version of DuckDB: the sum of the rows' MD5 numbers; null for no rows.
-- Written for observation; the store changes only the table's name.
select
    count(*)::bigint as rows,
    sum(md5_number_lower(observation::varchar)::hugeint)::varchar as digest,
from observation;
