-- How many batches there are, for the next receipt number.
select count(*)::bigint as batches
from batch;
