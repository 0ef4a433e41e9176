create schema casework;

create table casework.definition (
  definition_id int primary key,
  kind text not null,
  checksum text not null unique,
  steps jsonb not null,
  created_at timestamptz not null
);
comment on table casework.definition is 'reference: processes as officials wrote them, one row per distinct table of steps; never changed';

create table casework.case (
  shard_key smallint not null,
  case_id bigint not null,
  version int not null,
  definition_id int not null,
  kind text not null,
  code text not null,
  title text not null,
  authority_id int not null,
  receiving_unit_id int not null,
  unit_id int not null,
  status text not null,
  money_status text not null,
  delivery_status text not null,
  sync_status text not null,
  outcome text,
  marking json not null,
  clock json,
  calendar_id int not null,
  due_wt int,
  promised_at timestamptz,
  opened_at timestamptz not null,
  received_at timestamptz,
  closed_at timestamptz,
  touched_at timestamptz not null,
  tags json not null,
  last_hash bytea not null,
  primary key (shard_key, case_id)
) partition by range (case_id);
comment on table casework.case is 'One row per case: the fold of its events, kept so that a step reads one row';

-- None of these holds a column that an ordinary step changes, so steps stay in place (HOT).
create index case_open_due on casework.case (authority_id, calendar_id, due_wt) where closed_at is null;
create index case_opened on casework.case (authority_id, opened_at);

create table casework.event (
  shard_key smallint not null,
  case_id bigint not null,
  seq int not null,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  actor_id int,
  post_id int,
  actor_unit_id int,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  command_key bytea not null,
  payload json not null,
  hash bytea not null,
  primary key (shard_key, case_id, seq)
) partition by range (case_id);
comment on table casework.event is 'The history, append-only and hash-chained per case; also the outbox, read in the order of xid';
create index event_outbox on casework.event (xid, case_id, seq);

create table casework.open_task (
  shard_key smallint not null,
  case_id bigint not null,
  task_no int not null,
  step_key text not null,
  unit_id int not null,
  post_kind text not null,
  field text,
  assignee_id int,
  waiting boolean not null,
  opened_at timestamptz not null,
  calendar_id int not null,
  due_wt int,
  primary key (shard_key, case_id, task_no)
) with (fillfactor = 80);
comment on table casework.open_task is 'Work lists: a row while a task is open, gone when it is done';
create index open_task_list on casework.open_task (unit_id, post_kind, due_wt);

create table casework.opening (
  shard_key smallint not null,
  command_key bytea not null,
  case_id bigint not null,
  primary key (shard_key, command_key)
);
comment on table casework.opening is 'Which case an opening command made, so that sending it again opens nothing; the shard comes from the key';

create table casework.case_code (
  code text primary key,
  case_id bigint not null
);
comment on table casework.case_code is 'local: look-up from the human code, distributed by that code';

create table casework.code_counter (
  unit_id int not null,
  on_date date not null,
  last int not null,
  primary key (unit_id, on_date)
);
comment on table casework.code_counter is 'local: running number of case codes per receiving unit and day, never reused';

-- A case id begins with milliseconds since 2020-01-01 above 22 bits of shard and counter.
create function casework.first_case_id(at timestamptz) returns bigint
language sql immutable
as $$ select (extract(epoch from (at - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22 $$;

create procedure casework.add_year(_year int)
language plpgsql
as $$
declare
  low bigint := casework.first_case_id(make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC'));
  high bigint := casework.first_case_id(make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC'));
begin
  execute format('create table if not exists casework.case_%s partition of casework.case for values from (%s) to (%s) with (fillfactor = 82)', _year, low, high);
  execute format('create table if not exists casework.event_%s partition of casework.event for values from (%s) to (%s)', _year, low, high);
end
$$;

do $$
begin
  for _year in 2020..2030 loop
    call casework.add_year(_year);
  end loop;
end
$$;

-- The next number of a unit's day; the row lock lasts to the end of the opening transaction, one unit at a time.
create function casework.next_code_number(_unit int, _on date) returns int
language sql
as $$
  insert into casework.code_counter as counter (unit_id, on_date, last) values (_unit, _on, 1)
  on conflict (unit_id, on_date) do update set last = counter.last + 1
  returning last
$$;

create function casework.put_tasks(_shard smallint, _case bigint, _close int[], _put json) returns void
language plpgsql
as $$
begin
  if _close is not null then
    delete from casework.open_task where shard_key = _shard and case_id = _case and task_no = any(_close);
  end if;
  if _put is not null then
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select _shard, _case, t."taskNo", t."stepKey", t."unitId", t."postKind", t.field, t."assigneeId", t.waiting, t."openedAt", t."calendarId", t."dueWt"
    from json_to_recordset(_put) as t("taskNo" int, "stepKey" text, "unitId" int, "postKind" text, field text, "assigneeId" int, waiting boolean, "openedAt" timestamptz, "calendarId" int, "dueWt" int)
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt;
  end if;
end
$$;

-- One step in one round trip: version checked, row changed, event appended, tasks moved, or nothing at all.
-- Answers done, repeated (this command was the one that made the next version), stale or missing.
create function casework.advance(
  _shard smallint, _case bigint, _version int, _key bytea,
  _type text, _actor int, _post int, _actor_unit int, _happened timestamptz, _recorded timestamptz, _payload json, _hash bytea,
  _unit int, _authority int, _status text, _money text, _delivery text, _sync text, _outcome text,
  _marking json, _clock json, _calendar int, _due int, _promised timestamptz, _received timestamptz, _closed timestamptz, _tags json,
  _close int[], _put json
) returns text
language plpgsql
as $$
begin
  update casework.case set
    version = _version + 1, unit_id = _unit, authority_id = _authority, status = _status,
    money_status = _money, delivery_status = _delivery, sync_status = _sync, outcome = _outcome,
    marking = _marking, clock = _clock, calendar_id = _calendar, due_wt = _due, promised_at = _promised,
    received_at = _received, closed_at = _closed, touched_at = _recorded, tags = _tags, last_hash = _hash
  where shard_key = _shard and case_id = _case and version = _version;
  if not found then
    perform from casework.event
      where shard_key = _shard and case_id = _case and seq = _version + 1 and command_key = _key;
    if found then return 'repeated'; end if;
    perform from casework.case where shard_key = _shard and case_id = _case;
    return case when found then 'stale' else 'missing' end;
  end if;
  insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
  values (_shard, _case, _version + 1, _type, _actor, _post, _actor_unit, _happened, _recorded, _key, _payload, _hash);
  if _close is not null or _put is not null then
    perform casework.put_tasks(_shard, _case, _close, _put);
  end if;
  return 'done';
end
$$;

-- What other modules may read.
create view casework.pub_event as
  select shard_key, case_id, seq, xid, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, payload from casework.event;
create view casework.pub_case as
  select shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
         money_status, delivery_status, sync_status, outcome, calendar_id, due_wt, promised_at, opened_at, received_at, closed_at, tags
  from casework.case;
