create function casework.iso(_at timestamptz) returns text
language sql stable
return to_char(_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Where a case falls in [0, 1), the same for ever: the first four bytes of the hash of its id.
create function casework.share_of(_case bigint) returns float8
language sql stable
return (
  select (get_byte(h, 0)::float8 * 16777216 + get_byte(h, 1) * 65536 + get_byte(h, 2) * 256 + get_byte(h, 3)) / 4294967296
  from (select sha256(convert_to(_case::text, 'UTF8')) as h offset 0) as hashed
);

-- The unit that takes over what a unit has, by the lists that `casework.rehome_by_units` is told.
create function casework.heir_of(_unit int, _at float8, _ways int[], _first int[], _up_to float8[], _heirs int[]) returns int
language sql immutable
return case when _ways[_unit] > 0 then _ways[_unit] when _ways[_unit] = 0 then _unit
  when _ways[_unit] = -1 then _heirs[_first[_unit] + width_bucket(_at, _up_to[_first[_unit] : _first[_unit + 1] - 2])] end;

-- Moves those cases of a chunk whose new home follows from their units alone, without their leaving the database: nearly all
-- of a reorganisation. Answers the others: ended ones, those whose tasks lie at several units or with several people, those
-- that come to an office of other hours, those that go by list, field or address, and whatever somebody changes meanwhile.
-- `_ways`, `_by_receiving`, `_hours` and `_first` have a place for each unit: its heir (0: it stays, -1: by share, null: ask
-- elsewhere), whether the unit that received the case decides instead, and the office hours of cases it decides. The heirs by
-- share of a unit stand in `_heirs` from `_first` on, each with the end of its share in `_up_to`; behind them who has the rest.
-- `_between` and `_facts` are what all events of the move have in common; the chain is that of `event-chain.ts`.
-- Tasks are rewritten as text, which is safe: inside a string of JSON no quote stands without a backslash before it.
create function casework.rehome_by_units(
  _plan int, _key bytea, _ids bigint[], _now timestamptz, _between text, _facts text,
  _ways int[], _by_receiving boolean[], _hours int[], _first int[], _up_to float8[], _heirs int[], _keepers bigint[]
) returns table (left_over bigint)
language sql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with plan as materialized (
    select actor_id, post_id, actor_unit_id, happened_at, casework.iso(happened_at) as happened_text, casework.iso(_now) as now_text
    from casework.rehoming where plan_id = _plan
  ), written as materialized (
    select c.shard_key, c.case_id, c.version, home.*, work.moves, work.drops, work.marking, moment.happened_at, moment.touched_at, said.payload,
      sha256(c.last_hash || convert_to(c.case_id || E'\n' || c.version + 1 || _between || moment.text || said.payload, 'UTF8')) as hash
    from plan cross join unnest(_ids) as id
    cross join lateral (
      select shard_key, case_id, version, unit_id, authority_id, receiving_unit_id, calendar_id, marking::text as marking, opened_at, touched_at, last_hash
      from casework.case where shard_key = casework.shard_of(id) and case_id = id and closed_at is null offset 0
    ) as c
    cross join lateral (
      select case when _by_receiving[c.unit_id] and _ways[c.receiving_unit_id] is distinct from 0 then c.receiving_unit_id else c.unit_id end as unit_id,
        case when _by_receiving[c.authority_id] and _ways[c.receiving_unit_id] is distinct from 0 then c.receiving_unit_id else c.authority_id end as authority_id
      offset 0
    ) as way
    cross join lateral (
      select case when -1 in (_ways[way.unit_id], _ways[way.authority_id], _ways[c.receiving_unit_id]) then casework.share_of(c.case_id) end as at offset 0
    ) as share
    cross join lateral (
      select casework.heir_of(way.unit_id, share.at, _ways, _first, _up_to, _heirs) as unit_id,
        casework.heir_of(way.authority_id, share.at, _ways, _first, _up_to, _heirs) as authority_id,
        casework.heir_of(c.receiving_unit_id, share.at, _ways, _first, _up_to, _heirs) as receiving_unit_id
      offset 0
    ) as home
    cross join lateral (
      select c.marking <> '[]' and home.unit_id <> c.unit_id as moves, '"unitId":' || c.unit_id || ',' as unit,
        replace(c.marking, '"assigneeId":null,', '') as claimed
      offset 0
    ) as task
    cross join lateral (
      select '"assigneeId":' || one.assignee_id || ',' as claim, one.assignee_id << 32 | home.unit_id as keeper
      from (select case when strpos(task.claimed, '"assigneeId":') > 0 then substring(task.claimed from '"assigneeId":(\d+),')::bigint end as assignee_id offset 0) as one
      offset 0
    ) as own
    cross join lateral (
      select task.moves, kept.drops, case when task.moves then replace(
          case when kept.drops then replace(c.marking, own.claim, '"assigneeId":null,') else c.marking end,
          task.unit, '"unitId":' || home.unit_id || ',') end as marking
      from (select own.keeper is not null and _keepers[width_bucket(own.keeper, _keepers)] is distinct from own.keeper as drops offset 0) as kept offset 0
    ) as work
    cross join lateral (
      select greatest(plan.happened_at, c.opened_at) as happened_at, greatest(_now, c.touched_at) as touched_at,
        case when plan.happened_at >= c.opened_at then plan.happened_text else casework.iso(c.opened_at) end || E'\n'
          || case when _now >= c.touched_at then plan.now_text else casework.iso(c.touched_at) end || E'\n' || encode(_key, 'hex') || E'\n' as text
      offset 0
    ) as moment
    cross join lateral (
      select _facts || '"from":{"unitId":' || c.unit_id || ',"authorityId":' || c.authority_id || ',"receivingUnitId":' || c.receiving_unit_id || '},"set":{'
        || concat_ws(',',
          case when home.unit_id <> c.unit_id then '"unitId":' || home.unit_id end,
          case when home.authority_id <> c.authority_id then '"authorityId":' || home.authority_id end,
          case when home.receiving_unit_id <> c.receiving_unit_id then '"receivingUnitId":' || home.receiving_unit_id end,
          '"marking":' || work.marking) || '}}' as payload
      offset 0
    ) as said
    where (home.unit_id <> c.unit_id or home.authority_id <> c.authority_id or home.receiving_unit_id <> c.receiving_unit_id)
      and home.unit_id is not null and home.authority_id is not null and home.receiving_unit_id is not null
      and (home.authority_id = c.authority_id or coalesce(nullif(_hours[home.authority_id], 0), c.calendar_id) = c.calendar_id)
      and strpos(replace(c.marking, task.unit, ''), '"unitId":') = 0
      and strpos(replace(task.claimed, coalesce(own.claim, ' '), ''), '"assigneeId":') = 0
  ), moved as (
    update casework.case c set
      version = w.version + 1, unit_id = w.unit_id, authority_id = w.authority_id, receiving_unit_id = w.receiving_unit_id,
      marking = coalesce(w.marking::json, c.marking), touched_at = w.touched_at, last_hash = w.hash
    from written w
    where c.shard_key = casework.shard_of(w.case_id) and c.case_id = w.case_id and c.version = w.version
    returning w.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select m.shard_key, m.case_id, m.version + 1, 'casework.rehomed', r.actor_id, r.post_id, r.actor_unit_id, m.happened_at, m.touched_at, _key,
      casework.plain(m.payload), m.hash
    from moved m, plan r
  ), tasks as (
    update casework.open_task o set unit_id = m.unit_id, assignee_id = case when m.drops then null else o.assignee_id end
    from moved m where m.moves and o.shard_key = m.shard_key and o.case_id = m.case_id
  )
  select id from unnest(_ids) as id except select case_id from moved
$$;
