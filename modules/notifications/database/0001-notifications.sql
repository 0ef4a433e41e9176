create schema notifications;

create table notifications.notice (
  recipient text not null check (recipient ~ '^(officer|citizen):.+$'),
  key text not null check (length(key) between 1 and 200),
  topic text not null,
  case_id bigint,
  code text,
  vi text not null check (vi <> ''),
  en text not null check (en <> ''),
  created_at timestamptz not null,
  read_at timestamptz,
  xid xid8 not null default pg_current_xact_id(),
  primary key (recipient, key)
) with (fillfactor = 90);
comment on table notifications.notice is 'local: what one person was told, once per key; the sentence is kept as it was said';
create index notice_newest on notifications.notice (recipient, created_at desc, key);
create index notice_unread on notifications.notice (recipient) where read_at is null;
create index notice_xid on notifications.notice (xid);
create index notice_created on notifications.notice (created_at);

create table notifications.muted (
  recipient text not null,
  topic text not null,
  channel text not null check (channel in ('inbox', 'email')),
  primary key (recipient, topic, channel)
);
comment on table notifications.muted is 'local: what a person does not want to be told, and where not; no row means it is told';

create table notifications.mailbox (
  recipient text primary key,
  address text not null check (address like '%_@_%'),
  changed_at timestamptz not null
);
comment on table notifications.mailbox is 'local: where a person wants notices by e-mail; no row means nowhere';

create table notifications.watch (
  shard_key smallint not null,
  case_id bigint not null,
  recipient text not null,
  code text not null,
  since timestamptz not null,
  primary key (shard_key, case_id, recipient)
);
comment on table notifications.watch is 'who asked to be told when the due date of a case moves';
create index watch_recipient on notifications.watch (recipient);

create table notifications.delivery (
  recipient text not null,
  key text not null,
  address text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  last_error text,
  primary key (recipient, key),
  foreign key (recipient, key) references notifications.notice on delete cascade
) with (fillfactor = 80);
comment on table notifications.delivery is 'local: the e-mail of a notice: when it is tried next, how often it was, and how it ended';
create index delivery_waiting on notifications.delivery (next_at) where state = 'waiting';
create index delivery_failed on notifications.delivery (next_at) where state = 'failed';

create table notifications.retention (
  topic text primary key,
  days int not null check (days between 1 and 36500),
  legal_ground text
);
comment on table notifications.retention is 'reference: for how many days notices of a topic are kept; `*` is every topic without a row of its own';
insert into notifications.retention (topic, days) values ('*', 365);
