-- In which row of a batch stands a figure? Parameters: batch_id, unit_id, metric_id, as_of.
select row_no
from observation
where batch_id = $batch_id
    and unit_id = $unit_id
    and metric_id = $metric_id
    and as_of = $as_of
    and variant = '';
