create table casework.note (shard_key integer not null);
