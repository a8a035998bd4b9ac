-- Is there any account, open or closed? Grain: one row or none. Parameters: none.
select login
from account
limit 1;
