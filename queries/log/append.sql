-- Adds the rows of one batch to their table. incoming: the batch's rows, with batch_id and row_no.
-- Written for observation; the store changes only the table's name.
insert into observation by name
from incoming;
