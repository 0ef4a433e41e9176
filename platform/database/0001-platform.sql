create schema if not exists platform;

create extension if not exists unaccent with schema platform;
create extension if not exists pg_trgm with schema platform;
create extension if not exists btree_gist with schema platform;

-- Text as people search it: lower case, without diacritics, đ as d, composed or not.
create function platform.search_text(input text) returns text
language sql immutable strict parallel safe
as $$
  select lower(translate(platform.unaccent('platform.unaccent'::regdictionary, normalize(input, NFC)), 'đĐ', 'dD'))
$$;

create table platform.consumer (
  name text primary key,
  after_xid xid8 not null default '0',
  after_case bigint not null default 0,
  after_seq int not null default 0,
  handled bigint not null default 0,
  updated_at timestamptz not null default now()
);
comment on table platform.consumer is 'local: how far each reader of the outbox has come, in commit-safe order';

create table platform.city_time (
  one boolean primary key default true check (one),
  real_at timestamptz not null,
  city_at timestamptz not null,
  speed double precision not null
);
comment on table platform.city_time is 'local: where the clock of a demo city stands; empty in a real one';
