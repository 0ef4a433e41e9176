create schema organisation;

-- Days are half open everywhere: valid_to is the first day on which the row no longer holds.

create table organisation.unit (
  id int primary key,
  code text not null unique,
  tier text not null check (tier in ('city', 'district', 'commune', 'department')),
  agency_code text,
  calendar_id int not null default 1,
  longitude double precision check (longitude between -180 and 180),
  latitude double precision check (latitude between -90 and 90),
  opened_on date not null,
  closed_on date check (closed_on > opened_on),
  check ((longitude is null) = (latitude is null))
);
comment on table organisation.unit is 'reference: a unit of the administration from the day it opens to the day it closes; never deleted';

create table organisation.unit_term (
  unit_id int not null references organisation.unit,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  name text not null check (name <> ''),
  kind text not null,
  parent_id int references organisation.unit check (parent_id <> unit_id),
  primary key (unit_id, valid_from),
  constraint unit_term_no_overlap exclude using gist (
    unit_id platform.gist_int4_ops with =, daterange(valid_from, valid_to) with &&
  )
);
comment on table organisation.unit_term is 'reference: what a unit was called and to whom it belonged, in which days; terms of one unit never overlap';
create index unit_term_parent on organisation.unit_term (parent_id);

create table organisation.post (
  id int primary key,
  unit_id int not null references organisation.unit,
  kind text not null check (kind in ('one_stop', 'specialist', 'head', 'leader', 'clerk', 'controller', 'operator')),
  title text not null,
  fields text[] not null default '{}',
  valid_from date not null,
  valid_to date check (valid_to > valid_from)
);
comment on table organisation.post is 'reference: a place in a unit that somebody holds; work is given to posts, not to people; no fields means every field of the unit';
create index post_unit_kind on organisation.post (unit_id, kind);

create table organisation.person (
  id int primary key,
  full_name text not null check (full_name <> ''),
  given_name_key text collate "C" not null
);
comment on table organisation.person is 'reference: somebody who works for the city; sorted by the Vietnamese given-name rule through given_name_key';

create table organisation.assignment (
  person_id int not null references organisation.person,
  post_id int not null references organisation.post,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  primary key (person_id, post_id, valid_from),
  constraint assignment_one_holder exclude using gist (
    post_id platform.gist_int4_ops with =, daterange(valid_from, valid_to) with &&
  )
);
comment on table organisation.assignment is 'reference: who holds which post in which days; a post has one holder at a time, a person may hold several posts';

create table organisation.account (
  id int primary key,
  person_id int not null references organisation.person,
  login text not null,
  password_hash text not null,
  disabled_at timestamptz,
  password_changed_at timestamptz,
  constraint account_login_unique unique (login)
);
comment on table organisation.account is 'reference: how a person signs in; no password_changed_at means the password is a one-time one';
create index account_person on organisation.account (person_id);

create table organisation.post_grant (
  post_kind text not null check (post_kind in ('one_stop', 'specialist', 'head', 'leader', 'clerk', 'controller', 'operator')),
  permission text not null check (permission ~ '^[a-z_]+\.[a-z_]+$'),
  scope text not null check (scope in ('unit', 'subtree', 'city')),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  legal_ground text,
  primary key (post_kind, permission, scope, valid_from)
);
comment on table organisation.post_grant is 'reference: what each kind of post may do, how far, in which days and by which decision';

create table organisation.session (
  token_hash bytea primary key,
  account_id int not null references organisation.account,
  post_id int not null references organisation.post,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null,
  user_agent text not null
) with (fillfactor = 80);
comment on table organisation.session is 'local: who is signed in; only the hash of the token is kept, so a copy of the table opens nothing';
create index session_account on organisation.session (account_id);

create table organisation.sign_in_attempt (
  key text not null,
  minute timestamptz not null,
  failures int not null,
  primary key (key, minute)
) with (fillfactor = 80);
comment on table organisation.sign_in_attempt is 'local: failed sign-ins per minute and per login, address and both together; what is older than the window is deleted';
create index sign_in_attempt_minute on organisation.sign_in_attempt (minute);

create table organisation.revision (
  only_row boolean primary key default true check (only_row),
  number int not null
);
comment on table organisation.revision is 'local: grows with every change of units and grants, so that each process knows when what it holds in memory is old';
insert into organisation.revision (number) values (1);
