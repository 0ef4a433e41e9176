create schema dossiers;

create table dossiers.dossier (
  shard_key smallint not null,
  case_id bigint not null,
  code text not null,
  procedure_code text not null,
  procedure_version_id text not null,
  channel text not null,
  receiving_unit_id int not null,
  authority_id int not null,
  owner_name text not null,
  submitter_account text,
  secret text not null,
  words tsvector not null,
  filed_at timestamptz not null,
  primary key (shard_key, case_id)
) partition by range (case_id);
comment on table dossiers.dossier is 'What a dossier is found by; written at filing and not touched by steps. The secret opens the public page together with the code';

-- A search reads newest first: by word where it is rare, by age where it is common, by unit where the searcher sees one.
create index dossier_newest on dossiers.dossier (case_id);
create index dossier_receiving on dossiers.dossier (receiving_unit_id);
create index dossier_authority on dossiers.dossier (authority_id);
create index dossier_words on dossiers.dossier using gin (words);
create index dossier_submitter on dossiers.dossier (submitter_account) where submitter_account is not null;

create table dossiers.dossier_data (
  shard_key smallint not null,
  case_id bigint not null,
  owner json not null,
  submitter json,
  form json not null,
  components json not null,
  sets smallint not null,
  delivery text not null,
  primary key (shard_key, case_id)
) partition by range (case_id);
comment on table dossiers.dossier_data is 'The wide part: people, form and papers received';

create procedure dossiers.add_year(_year int)
language plpgsql
as $$
declare
  low bigint := (extract(epoch from make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC') - timestamptz '2020-01-01 00:00:00+00') * 1000)::bigint << 22;
  high bigint := (extract(epoch from make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC') - timestamptz '2020-01-01 00:00:00+00') * 1000)::bigint << 22;
begin
  execute format('create table if not exists dossiers.dossier_%s partition of dossiers.dossier for values from (%s) to (%s)', _year, low, high);
  execute format('create table if not exists dossiers.dossier_data_%s partition of dossiers.dossier_data for values from (%s) to (%s)', _year, low, high);
end
$$;

do $$
begin
  for _year in 2020..2030 loop
    call dossiers.add_year(_year);
  end loop;
end
$$;

create table dossiers.reason (
  kind text not null,
  code text not null,
  position int not null,
  vi text not null,
  en text not null,
  legal_ground text,
  valid_from date not null,
  valid_to date,
  primary key (kind, code, valid_from)
);
comment on table dossiers.reason is 'reference: reasons an official gives for a refusal, a supplement, rework or a withdrawal';
