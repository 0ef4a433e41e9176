-- What a dossier is found by is one list of plain words, cut as a query is cut and without positions, and words nobody can
-- type: `/7` for a unit that receives or decides it, `@46` for the month in which it was opened, counted as its id counts.
-- So the index of words alone leads to the dossiers of an office and to the newest, and nothing is read to be thrown away.
create function dossiers.month_of(_case_id bigint) returns int
language sql immutable parallel safe
as $$
  select (extract(year from opened)::int - 2020) * 12 + extract(month from opened)::int
  from (select timestamp '2020-01-01' + (_case_id >> 22) * interval '1 millisecond') as at (opened)
$$;

create function dossiers.found_by(_searched text, _case_id bigint, _receiving_unit_id int, _authority_id int) returns tsvector
language sql immutable parallel safe
as $$
  select array_to_tsvector(
    array_remove(regexp_split_to_array(platform.search_text(_searched), '[^a-z0-9]+'), '')
    || array['/' || _receiving_unit_id::text, '/' || _authority_id::text, '@' || dossiers.month_of(_case_id)::text])
$$;

drop index dossiers.dossier_words;
-- An office's dossiers are found by the words above.
drop index dossiers.dossier_receiving;
drop index dossiers.dossier_authority;
alter table dossiers.dossier alter column words type tsvector
  using dossiers.found_by(array_to_string(tsvector_to_array(words), ' '), case_id, receiving_unit_id, authority_id);
-- What was filed a moment ago lies unsorted and is read by every search: little of it.
create index dossier_words on dossiers.dossier using gin (words) with (gin_pending_list_limit = 256);

-- The newest that hold the words and, if asked for, the beginning of one more; in steps of which each reads little: among the
-- newest of all, in the last two months, everywhere. A word that many have is answered by the first step, one that few have
-- by the last, and those in between by the second. For an office that has few of the newest (`_is_narrow`) the first would
-- read in vain.
create function dossiers.search(_words tsquery, _beginning tsquery, _is_narrow boolean, _most int) returns bigint[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  _all tsquery := case when _beginning is null then _words else _words && _beginning end;
  -- All words that begin so are costly to put together; where other words lead to few dossiers, those are looked through.
  _recent tsquery := case when numnode(_words) > 0 then _words else _all end;
  _ever tsquery := case when _is_narrow then _words else _all end;
  _newest bigint;
  _month int;
  _found bigint[] := '{}';
begin
  if not _is_narrow then
    _found := array(
      select case_id from (select case_id, words from dossiers.dossier order by case_id desc limit 2000) as newest
      where words @@ _all order by case_id desc limit _most);
  end if;
  if cardinality(_found) < _most then
    select max(case_id) into _newest from dossiers.dossier;
    _month := dossiers.month_of(_newest);
    _found := array(
      select case_id from (
        select case_id, words from dossiers.dossier
        -- Months are a condition of their own: so the index skips what lies before. The bound, a little more than two months,
        -- says which years need not be asked at all.
        where words @@ _recent and words @@ format($q$'@%s' | '@%s'$q$, _month, _month - 1)::tsquery
          and case_id > _newest - (70 * 86400000::bigint << 22)
        offset 0) as recent
      where words @@ _all order by case_id desc limit _most);
  end if;
  if cardinality(_found) < _most then
    _found := array(
      select case_id from (select case_id, words from dossiers.dossier where words @@ _ever offset 0) as everywhere
      where words @@ _all order by case_id desc limit _most);
  end if;
  return _found;
end
$$;
