create schema catalogue;

-- Days are half open: valid_to is the first day on which a version no longer holds.

create table catalogue.procedure (
  id text primary key,
  code text not null unique,
  latest_version int not null default 0,
  -- Of the record as last imported; the same bytes again change nothing.
  source_hash text,
  last_run_id text,
  last_line int,
  created_at timestamptz not null
);
comment on table catalogue.procedure is 'reference: one administrative procedure, known by its code through all its versions';

create table catalogue.procedure_version (
  procedure_id text not null references catalogue.procedure,
  version int not null check (version > 0),
  id text not null unique,
  origin text not null check (origin in ('own', 'national', 'review')),
  -- A version that would take a working procedure out of service is kept back until it is reviewed.
  in_force boolean not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  body jsonb not null,
  source_text text,
  source_hash text,
  name text not null,
  name_search text generated always as (platform.search_text(name)) stored,
  field text,
  levels text[] not null,
  subjects text[] not null,
  channels text[] not null,
  competent_tier text,
  fileable boolean not null,
  completeness int not null check (completeness between 0 and 100),
  missing text[] not null,
  created_at timestamptz not null,
  primary key (procedure_id, version)
);
comment on table catalogue.procedure_version is 'reference: what a procedure said in a stretch of days; its content never changes, dossiers stay on it';
create index procedure_version_name on catalogue.procedure_version using gin (name_search platform.gin_trgm_ops) where in_force;
create unique index procedure_version_current on catalogue.procedure_version (procedure_id) where in_force and valid_to is null;
create index procedure_version_field on catalogue.procedure_version (field) where in_force and valid_to is null;

create function catalogue.keep_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    or (to_jsonb(new) - 'valid_to' - 'name_search') is distinct from (to_jsonb(old) - 'valid_to' - 'name_search')
    or old.valid_to is not null
  then
    raise exception 'version % of procedure % is published and does not change', old.version, old.procedure_id;
  end if;
  return new;
end $$;
create trigger keep_version before update or delete on catalogue.procedure_version
  for each row execute function catalogue.keep_version();

create table catalogue.quarantined_field (
  id text primary key,
  procedure_id text not null,
  -- The latest version in which the field still waits; it moves on when another field of the record is resolved.
  version int not null,
  found_version int not null,
  path text not null,
  reason text not null,
  excerpt text not null,
  current_value jsonb,
  proposals jsonb not null,
  status text not null check (status in ('open', 'accepted', 'fixed', 'superseded')),
  resolved_by text,
  resolved_at timestamptz,
  resolved_value jsonb,
  note text,
  created_at timestamptz not null,
  foreign key (procedure_id, version) references catalogue.procedure_version,
  check ((status in ('accepted', 'fixed')) = (resolved_by is not null))
);
comment on table catalogue.quarantined_field is 'reference: a field of a published record that could not be trusted, why, and what an official decided';
create index quarantined_field_open on catalogue.quarantined_field (procedure_id, path) where status = 'open';
create index quarantined_field_version on catalogue.quarantined_field (procedure_id, version);

create table catalogue.import_run (
  id text primary key,
  source text not null,
  encoding text not null,
  bytes bigint not null default 0,
  lines int not null default 0,
  added int not null default 0,
  changed int not null default 0,
  unchanged int not null default 0,
  refused int not null default 0,
  quarantined int not null default 0,
  completeness_sum bigint not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz
);
comment on table catalogue.import_run is 'reference: one reading of one file of procedures and what came of it';

create table catalogue.import_issue (
  run_id text not null references catalogue.import_run,
  line int not null,
  reason text not null,
  code text,
  facts jsonb not null,
  excerpt text not null,
  primary key (run_id, line)
);
comment on table catalogue.import_issue is 'reference: a line of an imported file that was refused, and why';
