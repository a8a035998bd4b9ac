-- Marks a new file as ours. Parameters: product, schema_version, created_at.
insert into meta
values ($product, $schema_version, $created_at, '', false);
