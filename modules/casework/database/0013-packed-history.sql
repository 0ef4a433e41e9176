-- Texts that are written once and read seldom are kept packed: the first byte says how (0: as they are, in UTF-8), and the
-- application reads every way there ever was. What stood here before keeps its exact text, which its hash covers.
create function casework.plain(_text text) returns bytea
language sql immutable strict parallel safe
return '\x00'::bytea || convert_to(_text, 'UTF8');

drop view casework.pub_event;
drop function casework.advance(json);
drop function casework.rehome(int, bytea, text);

alter table casework.case alter column clock type bytea using casework.plain(clock::text);

-- The old history makes room under its names for the new one.
do $$
declare
  _old record;
begin
  for _old in
    select relname, case when relkind in ('i', 'I') then 'index' else 'table' end as kind from pg_class
    where relnamespace = 'casework'::regnamespace and relkind in ('r', 'p', 'i', 'I') and relname ~ '^event(_\d{4}|_pkey|_outbox|$)'
  loop
    execute format('alter %s casework.%I rename to %I', _old.kind, _old.relname, 'old_' || _old.relname);
  end loop;
end
$$;

-- Columns stand in an order that leaves no gaps between them.
create table casework.event (
  case_id bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  seq int not null,
  actor_id int,
  post_id int,
  actor_unit_id int,
  shard_key smallint not null,
  type text not null,
  command_key bytea not null,
  hash bytea not null,
  payload bytea not null,
  primary key (shard_key, case_id, seq)
) partition by range (case_id);
comment on table casework.event is 'The history, append-only and hash-chained per case; also the outbox, read in the order of xid';
comment on column casework.event.payload is 'Packed text, see packed-text.ts; `thanglong show CODE` prints it';
create index event_outbox on casework.event (xid, case_id);

do $$
declare
  _name text;
begin
  for _name in select substr(relname, 5) from pg_class where relnamespace = 'casework'::regnamespace and relname ~ '^old_event_\d{4}$' order by 1 loop
    call casework.add_year(right(_name, 4)::int);
  end loop;
end
$$;

insert into casework.event (shard_key, case_id, seq, xid, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, hash, payload)
select shard_key, case_id, seq, xid, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, hash, casework.plain(payload::text)
from casework.old_event;
drop table casework.old_event;

-- What other modules may read; the payload only through the doors of the module, which unpack it.
create view casework.pub_event as
  select shard_key, case_id, seq, xid, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at from casework.event;

-- Steps of different cases in one round trip and one commit, each for itself: version checked, row changed, event appended,
-- tasks moved, or nothing at all. Answers only the steps that were not done: repeated (this command was the one that made
-- the next version), stale or missing. Two steps of one case in a call are refused, for both would see the same version.
-- Nested loops over indexes, planned once: a call is small and the tables are not, whatever their statistics say at the moment.
create function casework.advance(_steps json) returns table (case_id bigint, outcome text)
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
  _watching boolean;
  _done bigint[];
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
  select (select count(*) from given), array_agg(id), bool_or(watch is not null) from moved into _count, _done, _watching;
  if _watching then
    perform casework.put_watches(g.shard, g.id, g.watch) from json_to_recordset(_steps) as g (shard smallint, id bigint, watch json)
    where g.watch is not null and g.id = any(_done);
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
    from moved m, casework.rehoming r where r.plan_id = _plan
  ), tasks as (
    update casework.open_task o set unit_id = f[2]::int, assignee_id = nullif(f[3], '')::int, calendar_id = f[4]::int, due_wt = nullif(f[5], '')::int
    from moved m cross join lateral string_to_table(m.tasks, ';') as task cross join lateral (select string_to_array(task, ':') as f offset 0) as fields
    where o.shard_key = m.shard_key and o.case_id = m.case_id and o.task_no = f[1]::int
  )
  select case_id from given except select case_id from moved
$$;
