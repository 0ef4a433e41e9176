-- Where the last two months before the moment do not hold enough, the words alone are asked everywhere, as `search` does: a list
-- of many months made the index read as good as everything for a word that few have.
create or replace function dossiers.search_before(_words tsquery, _beginning tsquery, _most int, _filed_before timestamptz, _below bigint) returns bigint[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  _all tsquery := case when _beginning is null then _words else _words && _beginning end;
  _some tsquery := case when numnode(_words) > 0 then _words else _all end;
  _month int := dossiers.month_of(_below);
  _found bigint[];
begin
  _found := array(
    select case_id from (
      select case_id, words from dossiers.dossier
      where words @@ _some and words @@ format($q$'@%s' | '@%s'$q$, _month, _month - 1)::tsquery
        and case_id > _below - (70 * 86400000::bigint << 22) and case_id < _below and filed_at < _filed_before
      offset 0) as recent
    where words @@ _all order by case_id desc limit _most);
  if cardinality(_found) < _most then
    _found := array(
      select case_id from (
        select case_id, words from dossiers.dossier where words @@ _some and case_id < _below and filed_at < _filed_before
        offset 0) as everywhere
      where words @@ _all order by case_id desc limit _most);
  end if;
  return _found;
end
$$;
