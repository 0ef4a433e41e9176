-- Where the next look for work at the old units begins: every event from here on may have brought some there.
alter table casework.rehoming add column looked_at xid8;

drop function casework.collect_rehoming(int, int[], int);

-- Whatever lies open at these units: cases not ended, and ended ones of which somebody still has work. The first look is at all
-- of them. Each later one is at the cases that somebody stepped since the look before, the move's own steps (`_key`) left out:
-- by then every index of the old units is full of rows just moved away, and reading those took a third of a reorganisation.
-- Answers how many were found; to be called only while no chunk of the move is left, by one at a time.
create function casework.collect_rehoming(_plan int, _units int[], _size int, _key bytea) returns int
language plpgsql
as $$
declare
  _now xid8 := pg_snapshot_xmin(pg_current_snapshot());
  _since xid8;
  _found int;
begin
  select looked_at into _since from casework.rehoming where plan_id = _plan;
  -- Ahead of now where a dump was loaded into another server, whose numbers begin anew.
  if _since > _now then
    _since := null;
  end if;
  with stepped as materialized (
    select distinct case_id from casework.event where xid >= _since and command_key <> _key
  ), found as (
    select case_id from casework.case
    where _since is null and closed_at is null and (authority_id = any(_units) or receiving_unit_id = any(_units) or unit_id = any(_units))
    union
    select case_id from casework.open_task where _since is null and unit_id = any(_units)
    union
    select c.case_id from stepped s join casework.case c on c.shard_key = casework.shard_of(s.case_id) and c.case_id = s.case_id
    where c.closed_at is null and (c.authority_id = any(_units) or c.receiving_unit_id = any(_units) or c.unit_id = any(_units))
    union
    select t.case_id from stepped s join casework.open_task t on t.shard_key = casework.shard_of(s.case_id) and t.case_id = s.case_id
    where t.unit_id = any(_units)
  ), chunks as (
    insert into casework.rehoming_chunk (plan_id, chunk_no, case_ids, waiting)
    select _plan, n, array_agg(case_id order by case_id), count(*)
    from (select case_id, (row_number() over (order by case_id) - 1) / _size as n from found) as numbered
    group by n
    returning waiting
  )
  select coalesce(sum(waiting), 0)::int into _found from chunks;
  update casework.rehoming set looked_at = _now where plan_id = _plan;
  return _found;
end
$$;
