create table casework.course (
  shard_key smallint not null,
  case_id bigint not null,
  version int not null,
  moves text not null,
  primary key (shard_key, case_id)
) with (fillfactor = 90);
comment on table casework.course is 'What happened to the tasks of a case up to a version, as insight into processes reads it; made again from the events wherever it is missing or older (packed-course.ts)';
