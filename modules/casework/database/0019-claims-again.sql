-- A locked row is read again as it now is, and only what is asked of that row itself is asked again. A node that came a
-- moment late got the timer another node had just fired and set anew, with a due date to come, and fired it early.
create or replace function casework.claim_timers(_now timestamptz, _calendars int[], _from int[], _below int[], _most int)
returns table (case_id bigint, timer_key text, calendar_id int, due_wt int, fire_at timestamptz)
language sql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set enable_material = off
as $$
  with due as materialized (
    select * from (
      (select shard_key, case_id, timer_key, null::int as low, null::int as below from casework.timer
       where fire_at <= _now and fire_at is not null and not held order by fire_at limit _most * 4)
      union all
      select d.*, b.low, b.below from unnest(_calendars, _from, _below) as b (calendar_id, low, below) cross join lateral (
        select t.shard_key, t.case_id, t.timer_key from casework.timer t
        where t.calendar_id = b.calendar_id and t.due_wt >= b.low and t.due_wt < b.below and t.due_wt is not null and not t.held
        order by t.due_wt limit _most
      ) as d
    ) as either limit _most * 4
  )
  select t.case_id, t.timer_key, t.calendar_id, t.due_wt, t.fire_at
  from due
  join casework.timer t on t.shard_key = due.shard_key and t.case_id = due.case_id and t.timer_key = due.timer_key
  join casework.case c on c.shard_key = due.shard_key and c.case_id = due.case_id
  where not t.held and (t.fire_at <= _now or t.due_wt >= due.low and t.due_wt < due.below)
  limit _most
  for update of t, c skip locked
$$;
