-- The timers of the steps of one call in fewer statements: an incident of a timer exists only while the timer is held
-- (`holdTimer` and `putIncident` write both, a retry takes both back), so a timer that ran is taken off with no look for one.
-- The settings of the planner come from the two callers, so that a call does not set and put them back twice.
create or replace function casework.put_watches(_shards smallint[], _cases bigint[], _watches json[]) returns void
language plpgsql
as $$
declare
  _has record;
begin
  select bool_or(ended) as ended, count("timersOff") > 0 as timers_off, count(timers) > 0 as timers,
    count("subscriptionsOff") > 0 as subscriptions_off, count(subscriptions) > 0 as subscriptions,
    count("callsOff") > 0 as calls_off, count(calls) > 0 as calls,
    count("incidentsOff") > 0 as incidents_off, count(incidents) > 0 as incidents
  from unnest(_watches) as watch, json_to_record(watch) as w (ended boolean, "timersOff" json, timers json,
    "subscriptionsOff" json, subscriptions json, "callsOff" json, calls json, "incidentsOff" json, incidents json)
  into _has;
  if _has.ended then
    delete from casework.timer t using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and t.shard_key = w.shard and t.case_id = w.id and t.timer_key not like 'own:%';
    delete from casework.subscription s using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and s.shard_key = w.shard and s.case_id = w.id;
    delete from casework.service_call c using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and c.shard_key = w.shard and c.case_id = w.id;
    delete from casework.incident i using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and i.shard_key = w.shard and i.case_id = w.id and i.incident_key not like 'timer:own:%';
  end if;
  if _has.timers_off then
    with gone as (
      delete from casework.timer t
      using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'timersOff') as off (key)
      where t.shard_key = w.shard and t.case_id = w.id and t.timer_key = off.key
      returning t.shard_key, t.case_id, t.timer_key, t.held
    )
    delete from casework.incident i using gone
    where gone.held and i.shard_key = gone.shard_key and i.case_id = gone.case_id and i.incident_key = 'timer:' || gone.timer_key;
  end if;
  if _has.timers then
    with put as (
      insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
      select w.shard, w.id, t.key, t."calendarId", t."dueWt", t.at
      from unnest(_shards, _cases, _watches) as w (shard, id, watch),
        json_to_recordset(w.watch->'timers') as t (key text, "calendarId" int, "dueWt" int, at timestamptz)
      on conflict (shard_key, case_id, timer_key) do update
        set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false
      returning shard_key, case_id, timer_key
    )
    delete from casework.incident i using put
    where i.shard_key = put.shard_key and i.case_id = put.case_id and i.incident_key = 'timer:' || put.timer_key;
  end if;
  if _has.subscriptions_off then
    delete from casework.subscription s
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'subscriptionsOff') as off (key)
    where s.shard_key = w.shard and s.case_id = w.id and s.sub_key = off.key;
  end if;
  if _has.subscriptions then
    insert into casework.subscription (shard_key, case_id, sub_key, kind, name, correlation)
    select w.shard, w.id, s.key, s.kind, s.name, s.correlation
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'subscriptions') as s (key text, kind text, name text, correlation text)
    on conflict (shard_key, case_id, sub_key) do update set name = excluded.name, correlation = excluded.correlation;
  end if;
  if _has.calls_off then
    delete from casework.service_call c
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'callsOff') as off (no)
    where c.shard_key = w.shard and c.case_id = w.id and c.call_no = off.no::int;
  end if;
  if _has.calls then
    insert into casework.service_call (shard_key, case_id, call_no, element, topic, vars)
    select w.shard, w.id, c.no, c.element, c.topic, c.vars
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'calls') as c (no int, element text, topic text, vars json)
    on conflict (shard_key, case_id, call_no) do update
      set attempts = 0, next_at = '-infinity', lease = null, problem = null, vars = excluded.vars;
  end if;
  if _has.incidents_off then
    delete from casework.incident i
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'incidentsOff') as off (key)
    where i.shard_key = w.shard and i.case_id = w.id and i.incident_key = off.key;
  end if;
  if _has.incidents then
    insert into casework.incident (shard_key, case_id, incident_key, element, code, facts, since)
    select w.shard, w.id, i.key, i.element, i.code, i.facts, i.since
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'incidents') as i (key text, element text, code text, facts json, since timestamptz)
    on conflict (shard_key, case_id, incident_key) do update
      set element = excluded.element, code = excluded.code, facts = excluded.facts, since = excluded.since;
  end if;
end
$$;

create or replace function casework.put_first(_shard smallint, _case bigint, _put json, _watch json) returns void
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
begin
  perform casework.put_tasks(_shard, _case, null, _put);
  if _watch is not null then
    perform casework.put_watches(array[_shard], array[_case], array[_watch]);
  end if;
end
$$;
