-- Stores what the steps of one call change in what their cases wait for, each kind in one statement for all of them; see
-- `StoredWatch` in the engine for the form. An incident of a timer that could not be delivered goes with the timer.
create function casework.put_watches(_shards smallint[], _cases bigint[], _watches json[]) returns void
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
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
    delete from casework.timer t
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'timersOff') as off (key)
    where t.shard_key = w.shard and t.case_id = w.id and t.timer_key = off.key;
    delete from casework.incident i
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'timersOff') as off (key)
    where i.shard_key = w.shard and i.case_id = w.id and i.incident_key = 'timer:' || off.key;
  end if;
  if _has.timers then
    insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
    select w.shard, w.id, t.key, t."calendarId", t."dueWt", t.at
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'timers') as t (key text, "calendarId" int, "dueWt" int, at timestamptz)
    on conflict (shard_key, case_id, timer_key) do update
      set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false;
    delete from casework.incident i
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_to_recordset(w.watch->'timers') as t (key text)
    where i.shard_key = w.shard and i.case_id = w.id and i.incident_key = 'timer:' || t.key;
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
as $$
begin
  perform casework.put_tasks(_shard, _case, null, _put);
  if _watch is not null then
    perform casework.put_watches(array[_shard], array[_case], array[_watch]);
  end if;
end
$$;

-- Steps of different cases in one round trip and one commit, each for itself: version checked, row changed, event appended,
-- tasks moved, or nothing at all. Answers only the steps that were not done: repeated (this command was the one that made
-- the next version), stale or missing. Two steps of one case in a call are refused, for both would see the same version.
-- Nested loops over indexes, planned once: a call is small and the tables are not, whatever their statistics say at the moment.
create or replace function casework.advance(_steps json) returns table (case_id bigint, outcome text)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
#variable_conflict use_column
declare
  _count int;
  _done bigint[];
  _shards smallint[];
  _cases bigint[];
  _watches json[];
begin
  with given as materialized (
    select * from json_to_recordset(_steps) as g (
      shard smallint, id bigint, version int, key bytea, type text, actor int, post int, "actorUnit" int,
      happened timestamptz, recorded timestamptz, payload bytea, hash bytea,
      unit int, authority int, status text, money text, delivery text, sync text, outcome text,
      marking json, process json, clock bytea, calendar int, due int, promised timestamptz, received timestamptz, closed timestamptz, tags json,
      close int[], put json, watch json)
  ), moved as (
    update casework.case c set
      version = g.version + 1, unit_id = g.unit, authority_id = g.authority, status = g.status,
      money_status = g.money, delivery_status = g.delivery, sync_status = g.sync, outcome = g.outcome,
      marking = g.marking, process = g.process, clock = g.clock, calendar_id = g.calendar, due_wt = g.due, promised_at = g.promised,
      received_at = g.received, closed_at = g.closed, touched_at = g.recorded, tags = g.tags, last_hash = g.hash
    from given g
    where c.shard_key = g.shard and c.case_id = g.id and c.version = g.version
    returning g.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select shard, id, version + 1, type, actor, post, "actorUnit", happened, recorded, key, payload, hash from moved
  ), gone as (
    delete from casework.open_task t using moved m, unnest(m.close) as closed (task_no)
    where t.shard_key = m.shard and t.case_id = m.id and t.task_no = closed.task_no
  ), put as (
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select m.shard, m.id, t."taskNo", t."stepKey", t."unitId", t."postKind", t.field, t."assigneeId", t.waiting, t."openedAt", t."calendarId", t."dueWt"
    from moved m, json_to_recordset(m.put) as t("taskNo" int, "stepKey" text, "unitId" int, "postKind" text, field text, "assigneeId" int, waiting boolean, "openedAt" timestamptz, "calendarId" int, "dueWt" int)
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt
  )
  select (select count(*) from given), array_agg(id), array_agg(shard) filter (where watch is not null),
    array_agg(id) filter (where watch is not null), array_agg(watch) filter (where watch is not null)
  from moved into _count, _done, _shards, _cases, _watches;
  if _cases is not null then
    perform casework.put_watches(_shards, _cases, _watches);
  end if;
  if _count > coalesce(cardinality(_done), 0) then
    return query
      select g.id, case
        when made.seq is not null then 'repeated'
        when exists (select from casework.case c where c.shard_key = g.shard and c.case_id = g.id) then 'stale'
        else 'missing' end
      from json_to_recordset(_steps) as g (shard smallint, id bigint, version int, key bytea)
      left join casework.event made on made.shard_key = g.shard and made.case_id = g.id and made.seq = g.version + 1 and made.command_key = g.key
      where g.id <> all(coalesce(_done, '{}'));
  end if;
end
$$;

drop function casework.put_watches(smallint, bigint, json);
