create table dossiers.link (
  shard_key smallint not null,
  parent_id bigint not null,
  part text not null,
  position smallint not null,
  name text not null,
  unit_id int,
  state text not null,
  child_id bigint,
  waits_for text[] not null,
  primary key (shard_key, parent_id, part)
);
comment on table dossiers.link is 'The parts of linked procedures, kept from the events of their parents by the reader of the log: what units expect and what waits for a unit';

-- What is about to come to a unit, and what nobody was found for.
create index link_coming on dossiers.link (unit_id) where state = 'waiting';
create index link_unplaced on dossiers.link (shard_key, parent_id) where state = 'unplaced';
