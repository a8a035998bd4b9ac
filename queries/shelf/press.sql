-- Compresses what was put on the shelf: to a tenth and less, since DuckDB gives a column room for 2,048 values.
checkpoint shelf;
