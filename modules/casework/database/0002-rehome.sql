create table casework.rehoming (
  plan_id int primary key,
  happened_at timestamptz not null,
  actor_id int,
  post_id int,
  actor_unit_id int,
  facts json not null,
  homes json not null,
  keepers json not null,
  found int not null,
  finished_at timestamptz
);
comment on table casework.rehoming is 'local: a move of open work from old units to new ones, and how far it has come';

create table casework.rehoming_todo (
  shard_key smallint not null,
  plan_id int not null,
  case_id bigint not null,
  primary key (shard_key, plan_id, case_id)
);
comment on table casework.rehoming_todo is 'Cases still to be given a new home; a row goes with the event that moves its case';

-- Whatever lies open at these units: cases not ended, and ended ones of which somebody still has work.
create function casework.collect_rehoming(_plan int, _units int[]) returns int
language sql
as $$
  with collected as (
    insert into casework.rehoming_todo (shard_key, plan_id, case_id)
    select shard_key, _plan, case_id from casework.case
    where closed_at is null and (authority_id = any(_units) or receiving_unit_id = any(_units) or unit_id = any(_units))
    union
    select shard_key, _plan, case_id from casework.open_task where unit_id = any(_units)
    on conflict do nothing
    returning 1
  )
  select count(*)::int from collected
$$;

-- Writes one batch of new homes: rows, events and tasks of those cases that still stand at the version that was read.
-- Answers the cases written; the others are read again with the next batch.
-- Nested loops over indexes, since a batch is small and the tables are not, whatever their statistics say at the moment.
create function casework.rehome(
  _plan int, _key bytea,
  _shards smallint[], _cases bigint[], _versions int[], _units int[], _authorities int[], _receivings int[],
  _markings text[], _happened timestamptz[], _touched timestamptz[], _payloads text[], _hashes bytea[]
) returns table (written bigint)
language sql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with given as (
    select * from unnest(_shards, _cases, _versions, _units, _authorities, _receivings, _markings, _happened, _touched, _payloads, _hashes)
      as g (shard_key, case_id, version, unit_id, authority_id, receiving_unit_id, marking, happened_at, touched_at, payload, hash)
  ), moved as (
    update casework.case c set
      version = g.version + 1, unit_id = g.unit_id, authority_id = g.authority_id, receiving_unit_id = g.receiving_unit_id,
      marking = g.marking::json, touched_at = g.touched_at, last_hash = g.hash
    from given g
    where c.shard_key = g.shard_key and c.case_id = g.case_id and c.version = g.version
    returning g.shard_key, g.case_id, g.version, g.marking, g.happened_at, g.touched_at, g.payload, g.hash
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select m.shard_key, m.case_id, m.version + 1, 'casework.rehomed', r.actor_id, r.post_id, r.actor_unit_id, m.happened_at, m.touched_at, _key, m.payload::json, m.hash
    from moved m, casework.rehoming r where r.plan_id = _plan
  ), tasks as (
    update casework.open_task o set unit_id = t."unitId", assignee_id = t."assigneeId"
    from moved m, json_to_recordset(m.marking::json) as t("taskNo" int, "unitId" int, "assigneeId" int)
    where o.shard_key = m.shard_key and o.case_id = m.case_id and o.task_no = t."taskNo"
  ), done as (
    delete from casework.rehoming_todo d using moved m
    where d.shard_key = m.shard_key and d.plan_id = _plan and d.case_id = m.case_id
  )
  select case_id from moved
$$;
