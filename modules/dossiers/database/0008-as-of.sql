create table dossiers.data_before (
  shard_key smallint not null,
  case_id bigint not null,
  before_version int not null,
  form json not null,
  components json not null,
  primary key (shard_key, case_id, before_version)
);
comment on table dossiers.data_before is 'Form and papers as they were before the version of the case that replaced them, so that a past day shows what lay there then';

-- Like `search`, among what was filed before a moment: from the month of that moment back, in steps of which each takes twice
-- as many months, until enough is found. `_below` bounds the ids, which are drawn when a dossier is entered.
create function dossiers.search_before(_words tsquery, _beginning tsquery, _most int, _filed_before timestamptz, _below bigint) returns bigint[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  _all tsquery := case when _beginning is null then _words else _words && _beginning end;
  _some tsquery := case when numnode(_words) > 0 then _words else _all end;
  _last int := dossiers.month_of(_below);
  _span int := 2;
  _first int;
  _from bigint;
  _months tsquery;
  _found bigint[] := '{}';
begin
  while cardinality(_found) < _most and _last > 0 loop
    _first := greatest(1, _last - _span + 1);
    _from := (extract(epoch from make_timestamptz(2020 + (_first - 1) / 12, (_first - 1) % 12 + 1, 1, 0, 0, 0, 'UTC') - timestamptz '2020-01-01 00:00:00+00') * 1000)::bigint << 22;
    select string_agg(format($q$'@%s'$q$, month), ' | ')::tsquery into _months from generate_series(_first, _last) as month;
    _found := _found || array(
      select case_id from (
        select case_id, words from dossiers.dossier
        where words @@ _some and words @@ _months and case_id >= _from and case_id < _below and filed_at < _filed_before
        offset 0) as earlier
      where words @@ _all order by case_id desc limit _most - cardinality(_found));
    _last := _first - 1;
    _span := _span * 2;
  end loop;
  return _found;
end
$$;
