create schema portal;

create table portal.account (
  id text primary key check (id <> ''),
  login text not null,
  password_hash text not null,
  person json not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint account_login_unique unique (login)
);
comment on table portal.account is 'local: how a citizen signs in, and the person data to fill forms with; nothing of a dossier';

create table portal.session (
  token_hash bytea primary key,
  account_id text not null references portal.account,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null,
  user_agent text not null
) with (fillfactor = 80);
comment on table portal.session is 'local: which citizens are signed in; only the hash of the token is kept, so a copy of the table opens nothing';
create index session_account on portal.session (account_id);

create table portal.draft (
  id text primary key check (id <> ''),
  account_id text references portal.account,
  holder_hash bytea,
  procedure_code text not null,
  procedure_name text not null,
  step text not null check (step in ('place', 'person', 'form', 'papers', 'review')),
  typed json not null,
  files json not null,
  command_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  sent_code text,
  sent_secret text,
  check ((account_id is null) <> (holder_hash is null)),
  check ((sent_code is null) = (sent_secret is null))
) with (fillfactor = 80);
comment on table portal.draft is 'local: a dossier being filled in, by an account or by a browser whose token has this hash; kept as typed, right or wrong';
create index draft_account on portal.draft (account_id) where account_id is not null;
create index draft_holder on portal.draft (holder_hash) where holder_hash is not null;
create index draft_expires on portal.draft (expires_at);

create table portal.attempt (
  key text not null,
  minute timestamptz not null,
  count int not null,
  primary key (key, minute)
) with (fillfactor = 80);
comment on table portal.attempt is 'local: guesses at passwords and look-up secrets, and registrations, per minute and per login or address; deleted when older than the window';
create index attempt_minute on portal.attempt (minute);
