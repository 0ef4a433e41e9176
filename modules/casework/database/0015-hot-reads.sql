-- Readers ask for what is new many times a second and most often find little: planned once, over the index, whatever the
-- statistics say at the moment. Without types every event is meant.
create function casework.read_outbox(_xid xid8, _case_id bigint, _seq int, _types text[], _limit int)
returns table (case_id bigint, seq int, xid text, type text, actor_id int, post_id int, actor_unit_id int, happened_at timestamptz, recorded_at timestamptz, payload bytea)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  return query
    select e.case_id, e.seq, e.xid::text, e.type, e.actor_id, e.post_id, e.actor_unit_id, e.happened_at, e.recorded_at, e.payload
    from casework.event e
    where (e.xid, e.case_id, e.seq) > (_xid, _case_id, _seq) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and (_types is null or e.type = any(_types))
    order by e.xid, e.case_id, e.seq
    limit _limit;
end
$$;
