-- Every token ever issued, latest first; itself it is not kept. Grain: one row per token. Parameters: none.
select
    token_id,
    login,
    label,
    created_at,
    created_by,
    last_used_at,
    revoked_at
from token
order by token_id desc;
