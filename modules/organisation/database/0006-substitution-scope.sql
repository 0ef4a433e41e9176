alter table organisation.substitution
  add column fields text[] not null default '{}',
  add column procedure_codes text[] not null default '{}',
  drop constraint substitution_one_at_a_time,
  add constraint substitution_one_at_a_time exclude using gist (
    post_id platform.gist_int4_ops with =,
    daterange(valid_from, greatest(valid_from, coalesce(ended_on, valid_to))) with &&
  ) where (fields = '{}' and procedure_codes = '{}');
comment on table organisation.substitution is 'reference: who stands in for whom on which post, in which days, for which fields or procedures (none: all of the post) and by which paper; in force once approved and until ended';
