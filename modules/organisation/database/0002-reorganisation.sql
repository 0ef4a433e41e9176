-- A code may be given to a new unit on the day the old bearer closes: it tells units apart on one day, the id for ever.
alter table organisation.unit drop constraint unit_code_key;
alter table organisation.unit add constraint unit_code_once_a_day exclude using gist (
  code platform.gist_text_ops with =, daterange(opened_on, closed_on) with &&
);

create table organisation.reorganisation (
  id int primary key,
  title text not null check (title <> ''),
  effective_on date not null,
  legal_number text not null check (legal_number <> ''),
  legal_date date not null,
  status text not null check (status in ('draft', 'checked', 'approved', 'scheduled', 'applying', 'applied', 'undone')),
  version int not null,
  changed_by int references organisation.account,
  approved_by int references organisation.account,
  applied_by int references organisation.account,
  applied_post int references organisation.post,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint reorganisation_ground_once unique (legal_number, effective_on)
);
comment on table organisation.reorganisation is 'reference: a change of the map on one day by one decision, from draft to applied; nobody in changed_by means the release prepared it';

create table organisation.reorganisation_unit (
  reorganisation_id int not null references organisation.reorganisation,
  code text not null check (code <> ''),
  act text not null check (act in ('open', 'change', 'close')),
  name text,
  kind text,
  tier text check (tier in ('city', 'district', 'commune', 'department')),
  parent_code text,
  agency_code text,
  calendar_id int,
  longitude double precision check (longitude between -180 and 180),
  latitude double precision check (latitude between -90 and 90),
  unit_id int references organisation.unit,
  primary key (reorganisation_id, code, act),
  check (act = 'close' or (name is not null and kind is not null and tier is not null)),
  check ((longitude is null) = (latitude is null))
);
comment on table organisation.reorganisation_unit is 'reference: which units a reorganisation opens, changes or closes; a code closed and opened is given to a new unit. unit_id is known once applied';

create table organisation.succession (
  reorganisation_id int not null references organisation.reorganisation,
  predecessor_code text not null check (predecessor_code <> ''),
  successor_code text not null check (successor_code <> ''),
  position int not null,
  extent text not null check (extent in ('full', 'partial')),
  rule text check (rule in ('by_share', 'by_field', 'by_list', 'by_address', 'by_receiving')),
  share double precision check (share between 0 and 1),
  takes text[] not null default '{}',
  is_rest boolean not null default false,
  takes_posts boolean not null default false,
  predecessor_id int references organisation.unit,
  successor_id int references organisation.unit,
  primary key (reorganisation_id, predecessor_code, successor_code)
);
comment on table organisation.succession is 'reference: what of an old unit goes to which new one and by which rule; the ids are known once applied';

create table organisation.post_move (
  reorganisation_id int not null references organisation.reorganisation,
  from_post_id int not null references organisation.post,
  to_post_id int not null references organisation.post,
  effective_on date not null,
  primary key (from_post_id, reorganisation_id)
);
comment on table organisation.post_move is 'reference: which post follows which from the effective day on; sessions follow it too. A post that no other one preceded has the same number twice';

create table organisation.reorganisation_post (
  reorganisation_id int not null references organisation.reorganisation,
  post_id int not null references organisation.post,
  successor_code text not null,
  kind text check (kind in ('one_stop', 'specialist', 'head', 'leader', 'clerk', 'controller', 'operator')),
  primary key (reorganisation_id, post_id)
);
comment on table organisation.reorganisation_post is 'reference: posts that go elsewhere, or become another kind of post, than the rest of their unit';

create table organisation.reorganisation_cover (
  reorganisation_id int not null references organisation.reorganisation,
  code text not null,
  kind text not null check (kind in ('one_stop', 'specialist', 'head', 'leader', 'clerk', 'controller', 'operator')),
  by_kind text not null check (by_kind in ('one_stop', 'specialist', 'head', 'leader', 'clerk', 'controller', 'operator')),
  primary key (reorganisation_id, code, kind)
);
comment on table organisation.reorganisation_cover is 'reference: kinds of posts of a new unit that somebody on another of its posts holds besides their own';

create table organisation.unit_alias (
  agency_code text not null,
  valid_from date not null,
  unit_id int not null references organisation.unit,
  reorganisation_id int not null references organisation.reorganisation,
  primary key (agency_code, valid_from)
);
comment on table organisation.unit_alias is 'reference: who answers to the electronic address of a closed unit, from which day';

create table organisation.reorganisation_act (
  reorganisation_id int not null references organisation.reorganisation,
  seq int not null,
  at timestamptz not null,
  account_id int,
  act text not null,
  facts jsonb not null,
  primary key (reorganisation_id, seq)
);
comment on table organisation.reorganisation_act is 'reference: who did what to a reorganisation and when, append-only';

create table organisation.closed_books (
  closed_through date primary key,
  legal_number text not null check (legal_number <> ''),
  closed_by int not null references organisation.account,
  closed_at timestamptz not null
);
comment on table organisation.closed_books is 'reference: through which day reported figures are final; nothing may change the map before it';
