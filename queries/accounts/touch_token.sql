-- When a token was last used.
-- Parameters: token_hash, at.
update token
set last_used_at = $at
where token_hash = $token_hash;
