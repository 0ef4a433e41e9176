create table casework.foreign_log (
  log_id int primary key,
  name text not null,
  source text not null,
  format text not null check (format in ('xes', 'csv')),
  unit_id int not null,
  imported_by int not null,
  imported_at timestamptz not null,
  cases int not null,
  events int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  quarantined int not null,
  -- The first rows that were set aside: line, fault, value.
  quarantine json not null,
  columns bytea not null
);
comment on table casework.foreign_log is 'local: event logs of other systems, each packed in columns (packed-log.ts), to be looked at and thrown away';
comment on column casework.foreign_log.unit_id is 'Whose it is: who may look into processes there sees it';
alter table casework.foreign_log alter column columns set storage external;
