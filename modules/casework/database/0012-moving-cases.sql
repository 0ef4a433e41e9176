create table casework.migration (
  migration_id int primary key,
  process_id int not null references casework.process,
  -- 0 is the procedure's own table.
  from_no int not null,
  to_no int not null,
  from_definition_id int not null references casework.definition,
  to_definition_id int not null references casework.definition,
  mapping json not null,
  state text not null check (state in ('draft', 'approved', 'applying', 'applied')),
  drafted_by int not null,
  drafted_at timestamptz not null,
  approved_by int,
  approved_at timestamptz,
  -- In whose name the cases are moved: account, post and unit.
  actor json,
  applied_at timestamptz,
  moved int not null default 0
);
comment on table casework.migration is 'reference: moves of running cases from one version of a process to another, planned by one person and approved by another';

create table casework.migration_case (
  shard_key smallint not null,
  migration_id int not null,
  case_id bigint not null,
  left_because text,
  primary key (shard_key, migration_id, case_id)
);
comment on table casework.migration_case is 'Cases of a move still to be looked at, and those that stay with the reason; a row goes when its case has moved';
