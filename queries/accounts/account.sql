-- The account with this login. Grain: one row or none. Parameters: login.
select *
from account
where login = $login;
