drop function casework.advance(smallint, bigint, int, bytea, text, int, int, int, timestamptz, timestamptz, json, bytea, int, int, text, text, text, text, text, json, json, int, int, timestamptz, timestamptz, timestamptz, json, int[], json, json, json);

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
      happened timestamptz, recorded timestamptz, payload text, hash bytea,
      unit int, authority int, status text, money text, delivery text, sync text, outcome text,
      marking json, process json, clock json, calendar int, due int, promised timestamptz, received timestamptz, closed timestamptz, tags json,
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
    select shard, id, version + 1, type, actor, post, "actorUnit", happened, recorded, key, payload::json, hash from moved
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
