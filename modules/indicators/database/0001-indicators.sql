create schema indicators;

create table indicators.open_case (
  shard_key smallint not null,
  case_id bigint not null,
  version int not null,
  unit_id int not null,
  receiving_unit_id int not null,
  channel text not null,
  procedure_code text not null,
  received_at timestamptz,
  received_wt int,
  calendar_id int not null,
  due_wt int,
  paused boolean not null,
  primary key (shard_key, case_id)
) with (fillfactor = 85);
comment on table indicators.open_case is 'Every case that has not ended, as the levels need it; what is overdue is asked by position, so nothing flips at midnight';
create index open_case_due on indicators.open_case (unit_id, due_wt) include (calendar_id, paused, received_wt) where received_at is not null;

create table indicators.contribution (
  shard_key smallint not null,
  case_id bigint not null,
  series text not null,
  unit_id int not null,
  receiving_unit_id int not null,
  channel text not null,
  at timestamptz not null,
  numerator smallint not null,
  denominator smallint not null,
  primary key (shard_key, case_id, series)
);
comment on table indicators.contribution is 'What each case has counted for, append-only: the list behind every flow; an end with denominator 0 closes a case that was never received';
create index contribution_list on indicators.contribution (unit_id, series, at, case_id) include (numerator, denominator);

create table indicators.unit_day (
  place text not null,
  on_date date not null,
  unit_id int not null,
  series text not null,
  numerator int not null,
  denominator int not null,
  online int not null,
  post int not null,
  restated_at timestamptz,
  primary key (place, on_date, unit_id, series)
) with (fillfactor = 85);
comment on table indicators.unit_day is 'local: sums of contributions by unit and city day, credited to the competent unit, to the receiving unit and to the city (unit 0); additive, merged by sum';

create table indicators.unit_month (
  place text not null,
  on_month date not null,
  unit_id int not null,
  series text not null,
  numerator int not null,
  denominator int not null,
  online int not null,
  post int not null,
  restated_at timestamptz,
  primary key (place, on_month, unit_id, series)
) with (fillfactor = 85);
comment on table indicators.unit_month is 'local: unit_day summed by month, for long periods';

create table indicators.level_sample (
  at timestamptz not null,
  unit_id int not null,
  open int not null,
  overdue int not null,
  due_soon int not null,
  primary key (at, unit_id)
);
comment on table indicators.level_sample is 'local: levels as they stood each hour, what was known then; kept for the comparison with last week';
