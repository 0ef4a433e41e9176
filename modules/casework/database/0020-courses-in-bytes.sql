create table casework.course_word (
  word_no int primary key,
  word text not null unique
);
comment on table casework.course_word is 'reference: what courses are written with – keys of steps, kinds of posts – each under a number that stays';

-- Courses are made again from the events wherever they are missing.
truncate casework.course;
alter table casework.course alter column moves type bytea using '\x';
-- Deflating them saves little and costs more than reading them.
alter table casework.course alter column moves set storage external;
