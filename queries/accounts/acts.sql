-- What was done to accounts, latest first. Grain: one row per act; at most 500. Parameters: none.
select
    act_no,
    done_at,
    who,
    what,
    whom,
    detail
from account_act
order by act_no desc
limit 500;
