-- Every account there ever was, open ones first. Grain: one row per account. Parameters: none.
select *
from account
order by is_active desc, login;
