-- Puts the answer of one shared macro on the shelf; says how many rows it has, at most one more than may be kept.
-- Written for one answer and one table; both are changed for the others. Parameters: known_on, period, most_rows.
create table shelf.answer as
from series_at($known_on, $period::date)
limit $most_rows + 1;
