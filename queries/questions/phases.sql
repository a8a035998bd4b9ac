-- Which phases has the campaign, and how does it say it stands in each?
-- Grain: one row per phase. starts_on, ends_on: null where nobody set a date. status: null = 未报, never computed.
-- Parameters: known_on.
select
    phase.no as phase_no,
    phase.name,
    phase.name_en,
    phase.starts_on,
    phase.ends_on,
    phase.place,
    status.status,
    status.as_of,
from theme_at($known_on) as phase
left join phase_status_at($known_on) as status
    on status.unit_id = '*'
    and status.phase_no = phase.no
where phase.kind = 'phase'
qualify row_number() over (partition by phase.no order by status.as_of desc nulls last) = 1
order by phase.no;
