-- Adds what was done to an account, after the last one.
-- Parameters: at, who, what, whom, detail.
insert into account_act (act_no, done_at, who, what, whom, detail)
select
    coalesce(max(act_no), 0) + 1,
    $at,
    $who,
    $what,
    $whom,
    $detail
from account_act;
