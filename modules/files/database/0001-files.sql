create schema if not exists files;

create table files.blob (
  sha256 text primary key,
  size_bytes bigint not null,
  media_type text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  kept_at timestamptz,
  check (sha256 ~ '^[0-9a-f]{64}$'),
  check (size_bytes > 0)
);
comment on table files.blob is 'local: each content on this node''s disk, once; kept_at is empty until a case holds it, and until then it may be swept';
create index blob_unkept on files.blob (last_seen_at) where kept_at is null;

create table files.file (
  shard_key smallint not null,
  case_id bigint not null,
  file_id text not null,
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  kind text not null,
  component_key text,
  uploaded_by_kind text not null,
  uploaded_at timestamptz not null,
  removed_at timestamptz,
  primary key (shard_key, case_id, file_id)
);
comment on table files.file is 'A file of a case: its name and what it is for; the content is the blob of that sha256';

create table files.staged_upload (
  token text primary key,
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  staged_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table files.staged_upload is 'local: files sent ahead of the case they belong to; whoever holds the token may attach it until it expires';
create index staged_upload_expires on files.staged_upload (expires_at);
