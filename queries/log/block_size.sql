-- How large one block of the file is, in bytes.
select block_size::bigint as block_size
from pragma_database_size();
