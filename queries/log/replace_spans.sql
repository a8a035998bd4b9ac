-- Puts the spans the log asks for in place of those kept. Written for observation; the store changes only the name.
delete from observation_span;

insert into observation_span
from recomputed;
