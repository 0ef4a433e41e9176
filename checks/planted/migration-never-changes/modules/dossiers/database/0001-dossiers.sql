create table dossiers.note (shard_key integer not null);
