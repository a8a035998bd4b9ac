-- What this file is. Grain: one row.
-- schema_version is ours to raise when a table changes; views_hash tells whether the views are this program's.
-- is_built: false only while a new file is filled with stated times; afterwards events take theirs from the clock.
create table meta (
    product varchar not null,
    schema_version integer not null,
    created_at timestamp not null,
    views_hash varchar not null,
    is_built boolean not null,
);
