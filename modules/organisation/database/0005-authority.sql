create table organisation.authority (
  id int primary key,
  from_unit_id int not null references organisation.unit,
  to_unit_id int not null references organisation.unit check (to_unit_id <> from_unit_id),
  kind text not null check (kind in ('decentralised', 'delegated')),
  legal_number text not null check (legal_number <> ''),
  decided_on date not null,
  legal_ground text not null check (legal_ground <> ''),
  valid_from date not null check (valid_from >= decided_on),
  valid_to date check (valid_to > valid_from),
  procedure_codes text[] not null,
  fields text[] not null,
  conditions text not null,
  recorded_by int not null references organisation.account,
  recorded_at timestamptz not null,
  ended_on date,
  end_legal_number text,
  end_decided_on date check (end_decided_on <= ended_on),
  ended_by int references organisation.account,
  ended_at timestamptz,
  check (cardinality(procedure_codes) + cardinality(fields) > 0),
  check (num_nulls(ended_on, end_legal_number, end_decided_on, ended_by, ended_at) in (0, 5))
);
comment on table organisation.authority is 'reference: which unit decides which procedures, named or by their field, in the place of the competent one, in which days and by which decision; ended before its time by another decision';
create index authority_to_unit on organisation.authority (to_unit_id);
create index authority_from_unit on organisation.authority (from_unit_id);
