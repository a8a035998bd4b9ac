-- The rows of the campaign's largest table.
select coalesce(max(estimated_size), 0)::bigint as rows
from duckdb_tables()
where database_name = current_database();
