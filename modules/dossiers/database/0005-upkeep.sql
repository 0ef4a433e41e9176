create table dossiers.upkeep (
  name text primary key,
  done_at timestamptz not null
);
comment on table dossiers.upkeep is 'local: what was set right once in the rows of an earlier release';
