-- The tables of accounts (sqlite3, plain enough for DuckDB's parser too). Moments are seconds since 1970.
-- account: one row per person who ever could sign in; roles, divisions and units are words with spaces between.
-- session, token: one row each; the id itself is kept nowhere, only its hash. tries: failed passwords per login as typed.
-- account_act: what was done to accounts, by whom, to whom; rows are only ever added. Parameters: none.
pragma journal_mode = wal;

create table if not exists account (
    login text primary key,
    name text not null unique,
    roles text not null,
    is_everything integer not null,
    divisions text not null,
    units text not null,
    phone text,
    is_active integer not null,
    must_change integer not null,
    password_hash text not null,
    created_at integer not null,
    created_by text not null,
    changed_at integer not null,
    changed_by text not null,
    last_seen_at integer,
    taken_over_by text
);

create table if not exists tries (
    login text primary key,
    failed integer not null,
    failed_at integer not null,
    locked_until integer not null
);

create table if not exists session (
    id_hash text primary key,
    login text not null,
    created_at integer not null,
    seen_at integer not null,
    ends_at integer not null,
    ended_at integer
);

create table if not exists token (
    token_id text primary key,
    token_hash text not null unique,
    login text not null,
    label text not null,
    created_at integer not null,
    created_by text not null,
    last_used_at integer,
    revoked_at integer,
    revoked_by text
);

create table if not exists account_act (
    act_no integer primary key,
    done_at integer not null,
    who text not null,
    what text not null,
    whom text not null,
    detail text not null
);
