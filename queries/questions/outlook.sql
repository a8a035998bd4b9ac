-- What has one unit's running figure been, up to the day its target is due?
-- Grain: one row per report of the plain variant since the figure began to count, oldest first, with the same target in each
-- (paced_at). value, qualifier, as_of: of each report. Parameters: known_on, period, today, metric_id, unit_id.
select
    paced.* exclude (as_of, value, qualifier, printed, batch_id, row_no, place),
    report.as_of,
    report.value::double as value,
    report.qualifier,
    report.printed,
    report.place,
    report.batch_id,
    report.row_no,
    report.part,
from paced_at($known_on, $period::date, $today::date) as paced
join parted_at($known_on, $period::date) as report
    on report.unit_id = paced.unit_id
    and report.metric_id = paced.metric_id
    and report.variant = paced.variant
    and report.as_of <= paced.as_of
    and report.as_of >= coalesce(paced.starts_on, report.as_of)
where paced.unit_id = $unit_id
    and paced.metric_id = $metric_id
    and paced.variant = ''
order by report.as_of;
