-- Copies one table whole, in the order it is kept in.
-- Written for observation; the store changes only the table's name.
insert into copied.observation by name
from observation;
