create table casework.process (
  process_id int primary key,
  kind text not null,
  subject text,
  name text not null,
  created_at timestamptz not null,
  unique nulls not distinct (kind, subject)
);
comment on table casework.process is 'reference: one process per kind of case and subject, such as a procedure code; without a subject it is a general one';

create table casework.process_version (
  process_id int not null references casework.process,
  version_no int not null,
  state text not null check (state in ('draft', 'submitted', 'published', 'retired')),
  -- Grows with every change, so that two people do not write over each other.
  revision int not null,
  -- The document as written: rows of a table, or a BPMN model; the decision tables it asks beside it.
  steps json,
  bpmn text,
  dmn text,
  note text not null,
  -- Everybody who wrote in it; none of them may publish it.
  authors int[] not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  definition_id int references casework.definition,
  decision_number text,
  decision_date date,
  valid_from date,
  valid_to date,
  publisher_id int,
  published_at timestamptz,
  primary key (process_id, version_no),
  check ((steps is null) <> (bpmn is null)),
  check (valid_to >= valid_from),
  check ((state in ('published', 'retired')) = (definition_id is not null)),
  check (definition_id is null or (decision_number is not null and decision_date is not null and valid_from is not null and published_at is not null))
);
comment on table casework.process_version is 'reference: versions of a process from draft to retirement; what was published never changes but for its end';
create index process_version_definition on casework.process_version (definition_id);

-- How many cases run on a version. No ordinary step changes the column, so steps stay in place (HOT).
create index case_open_definition on casework.case (definition_id) where closed_at is null;
