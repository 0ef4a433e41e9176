-- What a case waits for besides people. Rows come and go with the steps that cause them, by `casework.put_watches`.

create table casework.timer (
  shard_key smallint not null,
  case_id bigint not null,
  timer_key text not null,
  calendar_id int,
  due_wt int,
  fire_at timestamptz,
  held boolean not null default false,
  primary key (shard_key, case_id, timer_key),
  check ((fire_at is null) = (due_wt is not null and calendar_id is not null))
) with (fillfactor = 90);
comment on table casework.timer is 'Timers that run: a position on a calendar, which a new holiday moves without a write, or a moment; gone when fired; held when firing failed, until an incident is tried again';
create index timer_by_time on casework.timer (fire_at) where fire_at is not null and not held;
create index timer_by_calendar on casework.timer (calendar_id, due_wt) where due_wt is not null and not held;

create table casework.subscription (
  shard_key smallint not null,
  case_id bigint not null,
  sub_key text not null,
  kind text not null check (kind in ('message', 'signal')),
  name text not null,
  correlation text,
  primary key (shard_key, case_id, sub_key)
);
comment on table casework.subscription is 'Messages and signals that cases wait for; the correlation is JSON text, null: any message of the name';
create index subscription_by_name on casework.subscription (name, md5(correlation), case_id);

create table casework.service_call (
  shard_key smallint not null,
  case_id bigint not null,
  call_no int not null,
  element text not null,
  topic text not null,
  vars json not null,
  attempts smallint not null default 0,
  next_at timestamptz not null default '-infinity',
  lease text,
  problem text,
  primary key (shard_key, case_id, call_no)
) with (fillfactor = 80);
comment on table casework.service_call is 'Calls of outside services not yet answered; whoever works on one has it until next_at, on the real clock';
create index service_call_next on casework.service_call (topic, next_at);

create table casework.incident (
  shard_key smallint not null,
  case_id bigint not null,
  incident_key text not null,
  element text not null,
  code text not null,
  facts json not null,
  since timestamptz not null,
  redo json,
  primary key (shard_key, case_id, incident_key)
);
comment on table casework.incident is 'Where cases cannot go on and nobody stands at a screen; redo: what was to be delivered, null: a token of the process';
create index incident_since on casework.incident (since, case_id);

create table casework.message (
  message_key bytea primary key,
  name text not null,
  correlation text,
  vars json not null,
  sent_at timestamptz not null,
  keep_until timestamptz not null,
  from_case bigint,
  delivered_to bigint
);
comment on table casework.message is 'local: messages sent to cases, kept until one waits for them or their time is over; the key makes sending again harmless';
create index message_kept on casework.message (name) where delivered_to is null;
create index message_ended on casework.message (keep_until);

-- Stores one step's change in what its case waits for; see `StoredWatch` in the engine for the form.
create function casework.put_watches(_shard smallint, _case bigint, _watch json) returns void
language plpgsql
as $$
begin
  if (_watch->>'ended')::boolean then
    delete from casework.timer where shard_key = _shard and case_id = _case and timer_key not like 'own:%';
    delete from casework.subscription where shard_key = _shard and case_id = _case;
    delete from casework.service_call where shard_key = _shard and case_id = _case;
    delete from casework.incident where shard_key = _shard and case_id = _case and redo is null;
  end if;
  if _watch->'timersOff' is not null then
    delete from casework.timer
    where shard_key = _shard and case_id = _case and timer_key in (select json_array_elements_text(_watch->'timersOff'));
  end if;
  if _watch->'timers' is not null then
    insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
    select _shard, _case, t.key, t."calendarId", t."dueWt", t.at
    from json_to_recordset(_watch->'timers') as t(key text, "calendarId" int, "dueWt" int, at timestamptz)
    on conflict (shard_key, case_id, timer_key) do update
      set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false;
  end if;
  if _watch->'subscriptionsOff' is not null then
    delete from casework.subscription
    where shard_key = _shard and case_id = _case and sub_key in (select json_array_elements_text(_watch->'subscriptionsOff'));
  end if;
  if _watch->'subscriptions' is not null then
    insert into casework.subscription (shard_key, case_id, sub_key, kind, name, correlation)
    select _shard, _case, s.key, s.kind, s.name, s.correlation
    from json_to_recordset(_watch->'subscriptions') as s(key text, kind text, name text, correlation text)
    on conflict (shard_key, case_id, sub_key) do update set name = excluded.name, correlation = excluded.correlation;
  end if;
  if _watch->'callsOff' is not null then
    delete from casework.service_call
    where shard_key = _shard and case_id = _case and call_no in (select json_array_elements_text(_watch->'callsOff')::int);
  end if;
  if _watch->'calls' is not null then
    insert into casework.service_call (shard_key, case_id, call_no, element, topic, vars)
    select _shard, _case, c.no, c.element, c.topic, c.vars
    from json_to_recordset(_watch->'calls') as c(no int, element text, topic text, vars json)
    on conflict (shard_key, case_id, call_no) do update
      set attempts = 0, next_at = '-infinity', lease = null, problem = null, vars = excluded.vars;
  end if;
  if _watch->'incidentsOff' is not null then
    delete from casework.incident
    where shard_key = _shard and case_id = _case and incident_key in (select json_array_elements_text(_watch->'incidentsOff'));
  end if;
  if _watch->'incidents' is not null then
    insert into casework.incident (shard_key, case_id, incident_key, element, code, facts, since)
    select _shard, _case, i.key, i.element, i.code, i.facts, i.since
    from json_to_recordset(_watch->'incidents') as i(key text, element text, code text, facts json, since timestamptz)
    on conflict (shard_key, case_id, incident_key) do update
      set element = excluded.element, code = excluded.code, facts = excluded.facts, since = excluded.since;
  end if;
end
$$;
