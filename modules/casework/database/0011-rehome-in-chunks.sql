-- What is still to be moved is kept in chunks, in the order the cases came: a chunk lies together on disk, is moved by one
-- transaction, and costs one row instead of one for every case.
create table casework.rehoming_chunk (
  plan_id int not null,
  chunk_no int not null,
  case_ids bigint[] not null,
  waiting int not null,
  primary key (plan_id, chunk_no)
);
comment on table casework.rehoming_chunk is 'local: cases still to be given a new home, some thousand to a row; a row goes with the events that move its cases';

insert into casework.rehoming_chunk (plan_id, chunk_no, case_ids, waiting)
select plan_id, n, array_agg(case_id order by case_id), count(*)
from (select plan_id, case_id, (row_number() over (partition by plan_id order by case_id) - 1) / 2000 as n from casework.rehoming_todo) as numbered
group by plan_id, n;

drop function casework.rehome(int, bytea, smallint[], bigint[], int[], int[], int[], int[], text[], timestamptz[], timestamptz[], text[], bytea[]);
drop function casework.collect_rehoming(int, int[]);
drop table casework.rehoming_todo;

create function casework.shard_of(_case bigint) returns smallint
language sql immutable
as $$ select ((_case >> 10) & 4095)::smallint $$;

-- Whatever lies open at these units: cases not ended, and ended ones of which somebody still has work.
-- Answers how many were found; to be called only while no chunk of the move is left.
create function casework.collect_rehoming(_plan int, _units int[], _size int) returns int
language sql
as $$
  with found as (
    select case_id from casework.case
    where closed_at is null and (authority_id = any(_units) or receiving_unit_id = any(_units) or unit_id = any(_units))
    union
    select case_id from casework.open_task where unit_id = any(_units)
  ), chunks as (
    insert into casework.rehoming_chunk (plan_id, chunk_no, case_ids, waiting)
    select _plan, n, array_agg(case_id order by case_id), count(*)
    from (select case_id, (row_number() over (order by case_id) - 1) / _size as n from found) as numbered
    group by n
    returning waiting
  )
  select coalesce(sum(waiting), 0)::int from chunks
$$;

-- Writes one chunk of new homes: rows, events and tasks of those cases that still stand at the version that was read.
-- A line for each case, its fields parted by tabs; its tasks are number:unit:assignee:calendar:due, parted by semicolons.
-- The event's payload comes in three parts, so that the marking in the middle is sent once; it is empty where no task moves.
-- Answers the cases that had been changed meanwhile and were left alone.
-- Nested loops over indexes, since a chunk is small and the tables are not, whatever their statistics say at the moment.
create function casework.rehome(_plan int, _key bytea, _lines text) returns table (stale bigint)
language sql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with given as materialized (
    select f[1]::bigint as case_id, f[2]::int as version, f[3]::int as unit_id, f[4]::int as authority_id, f[5]::int as receiving_unit_id,
      f[6]::int as calendar_id, nullif(f[7], '')::int as due_wt, nullif(f[8], '')::json as clock,
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
      (m.head || coalesce(m.marking, '') || m.tail)::json, m.hash
    from moved m, casework.rehoming r where r.plan_id = _plan
  ), tasks as (
    update casework.open_task o set unit_id = f[2]::int, assignee_id = nullif(f[3], '')::int, calendar_id = f[4]::int, due_wt = nullif(f[5], '')::int
    from moved m cross join lateral string_to_table(m.tasks, ';') as task cross join lateral (select string_to_array(task, ':') as f offset 0) as fields
    where o.shard_key = m.shard_key and o.case_id = m.case_id and o.task_no = f[1]::int
  )
  select case_id from given except select case_id from moved
$$;

-- Events are only ever added. A vacuum after many of them frees nothing: it would only offer the few bytes left over in
-- every page, and each later event would then fetch, change and log a whole old page of its own. What must be frozen still is.
create or replace procedure casework.add_year(_year int)
language plpgsql
as $$
declare
  low bigint := casework.first_case_id(make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC'));
  high bigint := casework.first_case_id(make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC'));
begin
  execute format('create table if not exists casework.case_%s partition of casework.case for values from (%s) to (%s) with (fillfactor = 82)', _year, low, high);
  execute format('create table if not exists casework.event_%s partition of casework.event for values from (%s) to (%s) with (autovacuum_vacuum_insert_threshold = -1)', _year, low, high);
end
$$;

do $$
declare _part regclass;
begin
  for _part in select inhrelid::regclass from pg_inherits where inhparent = 'casework.event'::regclass loop
    execute format('alter table %s set (autovacuum_vacuum_insert_threshold = -1)', _part);
  end loop;
end
$$;
