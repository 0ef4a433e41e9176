create table organisation.substitution (
  id int primary key,
  post_id int not null references organisation.post,
  person_id int not null references organisation.person,
  substitute_id int not null references organisation.person check (substitute_id <> person_id),
  valid_from date not null,
  valid_to date not null check (valid_to > valid_from),
  reason text not null check (reason <> ''),
  legal_number text not null check (legal_number <> ''),
  recorded_by int not null references organisation.account,
  recorded_at timestamptz not null,
  approved_by int references organisation.account,
  approved_at timestamptz,
  ended_by int references organisation.account,
  ended_at timestamptz,
  ended_on date,
  check ((approved_by is null) = (approved_at is null)),
  check ((ended_by is null) = (ended_at is null) and (ended_by is null) = (ended_on is null)),
  constraint substitution_one_at_a_time exclude using gist (
    post_id platform.gist_int4_ops with =,
    daterange(valid_from, greatest(valid_from, coalesce(ended_on, valid_to))) with &&
  )
);
comment on table organisation.substitution is 'reference: who stands in for whom on which post, in which days and by which paper; in force once approved and until ended';
create index substitution_substitute on organisation.substitution (substitute_id);

alter table organisation.session add column substitution_id int references organisation.substitution;
