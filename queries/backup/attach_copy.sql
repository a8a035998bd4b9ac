-- Opens a copy beside the campaign's own file. Only the copy's path, put in by `statements_at`, is not written here.
attach 'the_copy.duckdb' as copied;
