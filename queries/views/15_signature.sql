-- Whose hand something shows: the name, or for a visitor the part the person played: people's names are not public.
-- The program's own signature always shows.
create or replace macro hand_of(signed_by, shows_names, part) as
if(shows_names or signed_by = '系统·出处', signed_by, part);

-- The same of an event: who hands in and takes back is @clerk, who publishes or returns @reviewer,
-- and who acted alone ('acted': nobody had handed it in for another to look at) @recorder.
create or replace macro signature_of(kind, signed_by, shows_names) as
hand_of(signed_by, shows_names, case
    when kind = 'acted' then '@recorder'
    when kind in ('submitted', 'taken_back') then '@clerk'
    else '@reviewer'
end);
