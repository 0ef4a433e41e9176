-- What a batch of events changes took up to six round trips: now it is one call, made by the statement that moves the checkpoint.
create function indicators.fold(_retracted json, _put json, _gone json, _contributions json, _zone text)
returns boolean
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  -- The figures are written with their checkpoint: what a crash takes back is folded again, so no commit waits for the disk.
  perform set_config('synchronous_commit', 'off', true);

  if _retracted is not null then
    with gone as (
      delete from indicators.contribution c
      using json_to_recordset(_retracted) as wrong (shard smallint, "caseId" bigint)
      where c.shard_key = wrong.shard and c.case_id = wrong."caseId"
      returning c.unit_id, c.receiving_unit_id, c.series, c.channel, c.numerator, c.denominator, (c.at at time zone _zone)::date as on_date
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'receiving', receiving_unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'city', 0, series, on_date, channel, numerator, denominator from gone
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post
      from credited group by place, on_date, unit_id, series
    ), monthly as (
      select place, date_trunc('month', on_date)::date as on_month, unit_id, series,
        sum(numerator)::int as numerator, sum(denominator)::int as denominator, sum(online)::int as online, sum(post)::int as post
      from summed group by 1, 2, 3, 4
    ), days as (
      update indicators.unit_day d
      set numerator = d.numerator - s.numerator, denominator = d.denominator - s.denominator, online = d.online - s.online, post = d.post - s.post
      from summed s
      where (d.place, d.on_date, d.unit_id, d.series) = (s.place, s.on_date, s.unit_id, s.series)
    )
    update indicators.unit_month m
    set numerator = m.numerator - s.numerator, denominator = m.denominator - s.denominator, online = m.online - s.online, post = m.post - s.post
    from monthly s
    where (m.place, m.on_month, m.unit_id, m.series) = (s.place, s.on_month, s.unit_id, s.series);
  end if;

  if _put is not null then
    insert into indicators.open_case as o
      (shard_key, case_id, version, unit_id, receiving_unit_id, channel, procedure_code, received_at, received_wt, calendar_id, due_wt, paused)
    select shard, "caseId", version, "unitId", "receivingUnitId", channel, "procedureCode", "receivedAt", "receivedWt", "calendarId", "dueWt", paused
    from json_to_recordset(_put) as t (
      shard smallint, "caseId" bigint, version int, "unitId" int, "receivingUnitId" int, channel text, "procedureCode" text, "receivedAt" timestamptz,
      "receivedWt" int, "calendarId" int, "dueWt" int, paused boolean)
    on conflict (shard_key, case_id) do update set
      version = excluded.version, unit_id = excluded.unit_id, receiving_unit_id = excluded.receiving_unit_id,
      received_at = excluded.received_at, received_wt = excluded.received_wt, calendar_id = excluded.calendar_id,
      due_wt = excluded.due_wt, paused = excluded.paused;
  end if;

  if _gone is not null then
    delete from indicators.open_case o
    using json_to_recordset(_gone) as gone (shard smallint, "caseId" bigint)
    where o.shard_key = gone.shard and o.case_id = gone."caseId";
  end if;

  -- A contribution already there changes nothing, and no sum.
  if _contributions is not null then
    with given as materialized (
      select shard as shard_key, "caseId" as case_id, series, "unitId" as unit_id, "receivingUnitId" as receiving_unit_id,
        channel, at, "recordedAt" as recorded_at, numerator, denominator, no
      from json_to_recordset(_contributions) as t (
        shard smallint, "caseId" bigint, series text, "unitId" int, "receivingUnitId" int, channel text, at timestamptz, "recordedAt" timestamptz,
        numerator smallint, denominator smallint, no smallint)
    ), added as (
      insert into indicators.contribution (shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no)
      select shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no from given
      on conflict do nothing
      returning shard_key, case_id, series, no
    ), dated as (
      select given.*, (at at time zone _zone)::date as on_date, (recorded_at at time zone _zone)::date as recorded_on
      from given join added using (shard_key, case_id, series, no)
      where denominator > 0
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'receiving', receiving_unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'city', 0, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post,
        max(recorded_at) filter (where recorded_on > on_date) as restated_at
      from credited group by place, on_date, unit_id, series
    ), days as (
      insert into indicators.unit_day as d (place, on_date, unit_id, series, numerator, denominator, online, post, restated_at)
      select * from summed
      on conflict (place, on_date, unit_id, series) do update set
        numerator = d.numerator + excluded.numerator, denominator = d.denominator + excluded.denominator,
        online = d.online + excluded.online, post = d.post + excluded.post,
        restated_at = greatest(d.restated_at, excluded.restated_at)
    )
    insert into indicators.unit_month as m (place, on_month, unit_id, series, numerator, denominator, online, post, restated_at)
    select place, date_trunc('month', on_date)::date, unit_id, series, sum(numerator), sum(denominator), sum(online), sum(post), max(restated_at)
    from summed group by 1, 2, 3, 4
    on conflict (place, on_month, unit_id, series) do update set
      numerator = m.numerator + excluded.numerator, denominator = m.denominator + excluded.denominator,
      online = m.online + excluded.online, post = m.post + excluded.post,
      restated_at = greatest(m.restated_at, excluded.restated_at);
  end if;

  return true;
end
$$;
comment on function indicators.fold is 'What a batch of the log changes in the figures; true';
