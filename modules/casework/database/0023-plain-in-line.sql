-- As immutable it could not be put in line, since `convert_to` is stable, and each call was a query of its own.
alter function casework.plain(text) stable;

-- Writes one chunk of new homes: rows, events and tasks of those cases that still stand at the version that was read.
-- A line for each case, its fields parted by tabs; its tasks are number:unit:assignee:calendar:due, parted by semicolons.
-- The event's payload comes in three parts, so that the marking in the middle is sent once; it is empty where no task moves.
-- Answers the cases that had been changed meanwhile and were left alone.
-- Nested loops over indexes, since a chunk is small and the tables are not, whatever their statistics say at the moment.
create or replace function casework.rehome(_plan int, _key bytea, _lines text) returns table (stale bigint)
language sql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with plan as materialized (
    select actor_id, post_id, actor_unit_id from casework.rehoming where plan_id = _plan
  ), given as materialized (
    select f[1]::bigint as case_id, f[2]::int as version, f[3]::int as unit_id, f[4]::int as authority_id, f[5]::int as receiving_unit_id,
      f[6]::int as calendar_id, nullif(f[7], '')::int as due_wt, casework.plain(nullif(f[8], '')) as clock,
      f[9]::timestamptz as happened_at, f[10]::timestamptz as touched_at, decode(f[11], 'hex') as hash, f[12] as tasks,
      f[13] as head, nullif(f[14], '') as marking, f[15] as tail
    from string_to_table(_lines, E'\n') as line cross join lateral (select string_to_array(line, E'\t') as f offset 0) as fields
  ), moved as (
    update casework.case c set
      version = g.version + 1, unit_id = g.unit_id, authority_id = g.authority_id, receiving_unit_id = g.receiving_unit_id,
      calendar_id = g.calendar_id, due_wt = g.due_wt, clock = coalesce(g.clock, c.clock), marking = coalesce(g.marking::json, c.marking),
      touched_at = g.touched_at, last_hash = g.hash
    from given g
    where c.shard_key = casework.shard_of(g.case_id) and c.case_id = g.case_id and c.version = g.version
    returning c.shard_key, g.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select m.shard_key, m.case_id, m.version + 1, 'casework.rehomed', r.actor_id, r.post_id, r.actor_unit_id, m.happened_at, m.touched_at, _key,
      casework.plain(m.head || coalesce(m.marking, '') || m.tail), m.hash
    from moved m, plan r
  ), tasks as (
    update casework.open_task o set unit_id = f[2]::int, assignee_id = nullif(f[3], '')::int, calendar_id = f[4]::int, due_wt = nullif(f[5], '')::int
    from moved m cross join lateral string_to_table(m.tasks, ';') as task cross join lateral (select string_to_array(task, ':') as f offset 0) as fields
    where o.shard_key = m.shard_key and o.case_id = m.case_id and o.task_no = f[1]::int
  )
  select case_id from given except select case_id from moved
$$;
