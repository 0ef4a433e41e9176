create table casework.task_seen (
  shard_key smallint not null,
  case_id bigint not null,
  task_no int not null,
  account_id int not null,
  post_id int not null,
  seen_at timestamptz not null,
  primary key (shard_key, case_id, task_no)
);
comment on table casework.task_seen is 'Who opened a case first after work on it was handed on, so that handing on can be taken back only while nobody has; kept for tasks that were still open at the last look';
