create schema calendar;

create table calendar.calendar (
  id int primary key,
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name_vi text not null check (name_vi <> ''),
  name_en text not null check (name_en <> ''),
  policy text not null check (policy in ('exact_hour', 'end_of_day')),
  minutes_per_day int not null check (minutes_per_day between 2 and 1440),
  hours jsonb not null check (jsonb_typeof(hours) = 'array'),
  first_year int not null,
  last_year int not null check (last_year >= first_year),
  legal_ground text not null check (legal_ground <> ''),
  version int not null default 1 check (version > 0)
);
comment on table calendar.calendar is 'reference: opening hours of a kind of office in periods, and the years it covers; the first year is the origin of every stored position and never changes';

create table calendar.day_off (
  id text primary key,
  calendar_id int references calendar.calendar,
  off_on date not null,
  from_minute int not null default 0 check (from_minute between 0 and 1439),
  kind text not null check (kind in ('holiday', 'compensation', 'closure')),
  name_vi text not null check (name_vi <> ''),
  name_en text not null check (name_en <> ''),
  legal_ground text not null check (legal_ground <> ''),
  certainty text not null check (certainty in ('verified', 'announced', 'unverified', 'provisional')),
  source_note text,
  declared_at timestamptz not null,
  declared_by int
);
comment on table calendar.day_off is 'reference: a holiday, a day in lieu or a closure, of one calendar or (calendar_id null) of all; the id is scope and date, so a day is off once';

create table calendar.swap_day (
  id text primary key,
  calendar_id int references calendar.calendar,
  work_on date not null,
  hours_of_weekday int not null check (hours_of_weekday between 1 and 7),
  name_vi text not null check (name_vi <> ''),
  name_en text not null check (name_en <> ''),
  legal_ground text not null check (legal_ground <> ''),
  certainty text not null check (certainty in ('verified', 'announced', 'unverified', 'provisional')),
  source_note text
);
comment on table calendar.swap_day is 'reference: a day of rest that is worked by the hours of another weekday, of one calendar or (calendar_id null) of all';

create table calendar.change (
  calendar_id int not null references calendar.calendar,
  version int not null,
  changed_at timestamptz not null,
  changed_by int,
  what jsonb not null,
  primary key (calendar_id, version)
);
comment on table calendar.change is 'reference: what made each version of a calendar, so that a due date can be recomputed with the calendar that gave it';
