-- What the file says it is.
select product, schema_version, views_hash, is_built
from meta;
