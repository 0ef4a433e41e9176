-- A step may also say what its case waits for besides people; `casework.put_watches` keeps it, in the same statement.
drop function casework.advance(smallint, bigint, int, bytea, text, int, int, int, timestamptz, timestamptz, json, bytea, int, int, text, text, text, text, text, json, json, int, int, timestamptz, timestamptz, timestamptz, json, int[], json, json);

-- One step in one round trip: version checked, row changed, event appended, tasks moved, or nothing at all.
-- Answers done, repeated (this command was the one that made the next version), stale or missing.
create function casework.advance(
  _shard smallint, _case bigint, _version int, _key bytea,
  _type text, _actor int, _post int, _actor_unit int, _happened timestamptz, _recorded timestamptz, _payload json, _hash bytea,
  _unit int, _authority int, _status text, _money text, _delivery text, _sync text, _outcome text,
  _marking json, _clock json, _calendar int, _due int, _promised timestamptz, _received timestamptz, _closed timestamptz, _tags json,
  _close int[], _put json, _process json, _watch json
) returns text
language plpgsql
as $$
begin
  update casework.case set
    version = _version + 1, unit_id = _unit, authority_id = _authority, status = _status,
    money_status = _money, delivery_status = _delivery, sync_status = _sync, outcome = _outcome,
    marking = _marking, process = _process, clock = _clock, calendar_id = _calendar, due_wt = _due, promised_at = _promised,
    received_at = _received, closed_at = _closed, touched_at = _recorded, tags = _tags, last_hash = _hash
  where shard_key = _shard and case_id = _case and version = _version;
  if not found then
    perform from casework.event
      where shard_key = _shard and case_id = _case and seq = _version + 1 and command_key = _key;
    if found then return 'repeated'; end if;
    perform from casework.case where shard_key = _shard and case_id = _case;
    return case when found then 'stale' else 'missing' end;
  end if;
  insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
  values (_shard, _case, _version + 1, _type, _actor, _post, _actor_unit, _happened, _recorded, _key, _payload, _hash);
  if _close is not null or _put is not null then
    perform casework.put_tasks(_shard, _case, _close, _put);
  end if;
  if _watch is not null then
    perform casework.put_watches(_shard, _case, _watch);
  end if;
  return 'done';
end
$$;

-- What an opening writes besides its rows: its first tasks, and what the case waits for besides people.
create function casework.put_first(_shard smallint, _case bigint, _put json, _watch json) returns void
language plpgsql
as $$
begin
  perform casework.put_tasks(_shard, _case, null, _put);
  if _watch is not null then
    perform casework.put_watches(_shard, _case, _watch);
  end if;
end
$$;
