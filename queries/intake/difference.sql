-- Each row under review beside the row it would replace. shown: row_no, state, was_batch, was_row, from the comparison.
-- Grain: one row per row of shown, corrections first. given and was: whole rows (was is null for a new one).
-- Written for observation; the store changes only the table's name. Parameters: batch_id.
select
    shown.row_no,
    shown.state,
    given,
    if(was.batch_id is null, null, was) as was,
from shown
join observation as given
    on given.batch_id = $batch_id
    and given.row_no = shown.row_no
left join observation as was
    on was.batch_id = shown.was_batch
    and was.row_no = shown.was_row
order by
    case shown.state when 'corrected' then 1 when 'new' then 2 else 3 end,
    shown.row_no;
