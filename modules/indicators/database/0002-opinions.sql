-- A case ends once but may ask for many opinions: each counts by its number.
alter table indicators.contribution add column no smallint not null default 0;
alter table indicators.contribution drop constraint contribution_pkey;
alter table indicators.contribution add primary key (shard_key, case_id, series, no);
comment on column indicators.contribution.no is 'Which opinion of the case; 0 for what a case does once';
