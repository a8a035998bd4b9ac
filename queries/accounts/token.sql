-- Whose token is this? Nobody's when it was revoked or its account is closed.
-- Grain: one row or none. Parameters: token_hash.
select
    account.*,
    token.last_used_at
from token
join account on account.login = token.login
where token.token_hash = $token_hash
    and token.revoked_at is null
    and account.is_active = 1;
