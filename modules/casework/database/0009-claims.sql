-- Timers that are due, the longest due first, with their cases under lock: of those that another node has under lock, none.
-- `_calendars`, `_from` and `_below` are stretches of positions that are past on their calendars.
-- Nested loops over indexes, since a batch is small and the tables are not, whatever their statistics say at the moment.
create function casework.claim_timers(_now timestamptz, _calendars int[], _from int[], _below int[], _most int)
returns table (case_id bigint, timer_key text, calendar_id int, due_wt int, fire_at timestamptz)
language sql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with due as materialized (
    select * from (
      (select shard_key, case_id, timer_key from casework.timer
       where fire_at <= _now and fire_at is not null and not held order by fire_at limit _most * 4)
      union all
      select d.* from unnest(_calendars, _from, _below) as b (calendar_id, low, below) cross join lateral (
        select t.shard_key, t.case_id, t.timer_key from casework.timer t
        where t.calendar_id = b.calendar_id and t.due_wt >= b.low and t.due_wt < b.below and t.due_wt is not null and not t.held
        order by t.due_wt limit _most
      ) as d
    ) as either limit _most * 4
  )
  select t.case_id, t.timer_key, t.calendar_id, t.due_wt, t.fire_at
  from due
  join casework.timer t on t.shard_key = due.shard_key and t.case_id = due.case_id and t.timer_key = due.timer_key
  join casework.case c on c.shard_key = due.shard_key and c.case_id = due.case_id
  limit _most
  for update of t, c skip locked
$$;

-- The same step may have left an incident of a timer that could not be delivered; it goes with the timer.
create or replace function casework.put_watches(_shard smallint, _case bigint, _watch json) returns void
language plpgsql
as $$
begin
  if (_watch->>'ended')::boolean then
    delete from casework.timer where shard_key = _shard and case_id = _case and timer_key not like 'own:%';
    delete from casework.subscription where shard_key = _shard and case_id = _case;
    delete from casework.service_call where shard_key = _shard and case_id = _case;
    delete from casework.incident where shard_key = _shard and case_id = _case and incident_key not like 'timer:own:%';
  end if;
  if _watch->'timersOff' is not null then
    delete from casework.timer
    where shard_key = _shard and case_id = _case and timer_key in (select json_array_elements_text(_watch->'timersOff'));
    delete from casework.incident
    where shard_key = _shard and case_id = _case and incident_key in (select 'timer:' || json_array_elements_text(_watch->'timersOff'));
  end if;
  if _watch->'timers' is not null then
    insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
    select _shard, _case, t.key, t."calendarId", t."dueWt", t.at
    from json_to_recordset(_watch->'timers') as t(key text, "calendarId" int, "dueWt" int, at timestamptz)
    on conflict (shard_key, case_id, timer_key) do update
      set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false;
    delete from casework.incident
    where shard_key = _shard and case_id = _case
      and incident_key in (select 'timer:' || t.key from json_to_recordset(_watch->'timers') as t(key text));
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

-- Cases under lock, in the order of their ids as everybody takes them, so that nobody waits in a circle.
create function casework.lock_cases(_shards smallint[], _cases bigint[]) returns void
language plpgsql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
begin
  perform from (select * from unnest(_shards, _cases) as w (shard, id) order by id) as wanted
  join casework.case c on c.shard_key = wanted.shard and c.case_id = wanted.id
  for update of c;
end
$$;
