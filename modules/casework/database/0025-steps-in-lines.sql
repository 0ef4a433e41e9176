drop function casework.advance(json);

-- Steps of different cases in one round trip and one commit, each for itself: version checked, row changed, event appended,
-- tasks and timers moved, or nothing at all. Answers only the steps that were not done: repeated (this command was the one that
-- made the next version), stale or missing. Two steps of one case in a call are refused, for both would see the same version.
-- A line for each step, parted by U+001E; its fields are parted by U+001F and null is \N. Of its tasks and timers each is parted
-- by U+001D and their fields by U+001C: as JSON, reading them took a quarter of the call. Whatever a case begins and ceases to wait
-- for besides timers comes as JSON to `put_watches`.
-- Nested loops over indexes, planned once: a call is small and the tables are not, whatever their statistics say at the moment.
create function casework.advance(_steps text) returns table (case_id bigint, outcome text)
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
  _off_shards smallint[];
  _off_cases bigint[];
  _off text[];
  _set_shards smallint[];
  _set_cases bigint[];
  _set text[];
begin
  with given as materialized (
    select f[1]::smallint as shard, f[2]::bigint as id, f[3]::int as version, f[4]::bytea as key, f[5] as type,
      f[6]::int as actor, f[7]::int as post, f[8]::int as actor_unit, f[9]::timestamptz as happened, f[10]::timestamptz as recorded,
      f[11]::bytea as payload, f[12]::bytea as hash, f[13]::int as unit, f[14]::int as authority, f[15] as status,
      f[16] as money, f[17] as delivery, f[18] as sync, f[19] as outcome, f[20]::json as marking, f[21]::json as process,
      f[22]::bytea as clock, f[23]::int as calendar, f[24]::int as due, f[25]::timestamptz as promised, f[26]::timestamptz as received,
      f[27]::timestamptz as closed, f[28]::json as tags, f[29]::int[] as close, f[30] as put, f[31] as timers, f[32] as timers_off,
      f[33]::json as watch
    from unnest(string_to_array(_steps, E'\x1E')) as line cross join lateral (select string_to_array(line, E'\x1F', '\N') as f offset 0) as fields
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
    select shard, id, version + 1, type, actor, post, actor_unit, happened, recorded, key, payload, hash from moved
  ), gone as (
    delete from casework.open_task t using moved m, unnest(m.close) as closed (task_no)
    where t.shard_key = m.shard and t.case_id = m.id and t.task_no = closed.task_no
  ), put as (
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select m.shard, m.id, f[1]::int, f[2], f[3]::int, f[4], f[5], f[6]::int, f[7]::boolean, f[8]::timestamptz, f[9]::int, f[10]::int
    from moved m cross join lateral unnest(string_to_array(m.put, E'\x1D')) as task
      cross join lateral (select string_to_array(task, E'\x1C', '\N') as f offset 0) as fields
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt
  )
  select (select count(*) from given), array_agg(id), array_agg(shard) filter (where watch is not null),
    array_agg(id) filter (where watch is not null), array_agg(watch) filter (where watch is not null),
    array_agg(shard) filter (where timers_off <> ''), array_agg(id) filter (where timers_off <> ''),
    array_agg(timers_off) filter (where timers_off <> ''), array_agg(shard) filter (where timers <> ''),
    array_agg(id) filter (where timers <> ''), array_agg(timers) filter (where timers <> '')
  from moved into _count, _done, _shards, _cases, _watches, _off_shards, _off_cases, _off, _set_shards, _set_cases, _set;
  if _off is not null then
    -- An incident of a timer goes with the timer; there is one only while the timer is held.
    with off as (
      delete from casework.timer t
      using unnest(_off_shards, _off_cases, _off) as w (shard, id, keys), unnest(string_to_array(w.keys, E'\x1D')) as ended (timer_key)
      where t.shard_key = w.shard and t.case_id = w.id and t.timer_key = ended.timer_key
      returning t.shard_key, t.case_id, t.timer_key, t.held
    )
    delete from casework.incident i using off
    where off.held and i.shard_key = off.shard_key and i.case_id = off.case_id and i.incident_key = 'timer:' || off.timer_key;
  end if;
  if _set is not null then
    with running as (
      insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
      select w.shard, w.id, f[1], f[2]::int, f[3]::int, f[4]::timestamptz
      from unnest(_set_shards, _set_cases, _set) as w (shard, id, timers)
        cross join lateral unnest(string_to_array(w.timers, E'\x1D')) as timer
        cross join lateral (select string_to_array(timer, E'\x1C', '\N') as f offset 0) as fields
      on conflict (shard_key, case_id, timer_key) do update
        set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false
      returning shard_key, case_id, timer_key
    )
    delete from casework.incident i using running
    where i.shard_key = running.shard_key and i.case_id = running.case_id and i.incident_key = 'timer:' || running.timer_key;
  end if;
  if _cases is not null then
    perform casework.put_watches(_shards, _cases, _watches);
  end if;
  if _count > coalesce(cardinality(_done), 0) then
    return query
      with given as materialized (
        select f[1]::smallint as shard, f[2]::bigint as id, f[3]::int as version, f[4]::bytea as key
        from unnest(string_to_array(_steps, E'\x1E')) as line cross join lateral (select string_to_array(line, E'\x1F', '\N') as f offset 0) as fields
      )
      select g.id, case
        when made.seq is not null then 'repeated'
        when exists (select from casework.case c where c.shard_key = g.shard and c.case_id = g.id) then 'stale'
        else 'missing' end
      from given g
      left join casework.event made on made.shard_key = g.shard and made.case_id = g.id and made.seq = g.version + 1 and made.command_key = g.key
      where g.id <> all(coalesce(_done, '{}'));
  end if;
end
$$;
