-- In which order rows were first told: what is corrected later keeps its place in a list.
-- Grain: one row per target, or record. first_no: the event; first_row: the row of its file.
create or replace macro target_order_at(known_on) as table
select
    target_id,
    min(known_from) as first_no,
    arg_min(row_no, known_from) as first_row,
from target_span
where known_from <= known_on
group by target_id;

create or replace macro record_order_at(known_on) as table
select
    record_id,
    min(known_from) as first_no,
    arg_min(row_no, known_from) as first_row,
from record_span
where known_from <= known_on
group by record_id;
