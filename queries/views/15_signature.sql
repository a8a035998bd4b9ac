-- Whose hand an event shows: the name, or for a visitor the part the person played (@clerk, @reviewer): clerks' names
-- are not public. The program's own signature always shows.
create or replace macro signature_of(kind, signed_by, shows_names) as
case
    when shows_names or signed_by = '系统·出处' then signed_by
    when kind in ('submitted', 'taken_back') then '@clerk'
    else '@reviewer'
end;
