-- Whose login or name is this? Grain: one row or none; a login and a name share one list. Parameters: login, name.
select *
from account
where login = $login
    or name = $name;
