-- Every table of the campaign's own file.
-- Grain: one row per table, by name.
select table_name
from duckdb_tables()
where database_name = current_database()
    and not temporary
order by table_name;
