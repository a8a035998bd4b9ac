-- Which phases has the campaign, with everything that is known of each?
-- Grain: one row per phase, in order, with the columns of the table theme. Parameters: known_on.
select * exclude (batch_id, row_no, known_from, known_to)
from theme_at($known_on)
where kind = 'phase'
order by no;
