alter table dossiers.reason
  add column cause text,
  add column cap int check (cap > 0),
  add column cap_unit text check (cap_unit in ('working_days', 'calendar_days')),
  add column who text[],
  add constraint reason_cap_has_unit check ((cap is null) = (cap_unit is null));
comment on table dossiers.reason is 'reference: reasons an official gives for a refusal, a supplement, rework, a withdrawal, a suspension, an extension or a stop; with the cause the legal clock knows, how long the law lets it stand still, and the kinds of post that may give it (null: each that may act)';

create table dossiers.rule (
  key text not null,
  value text not null,
  valid_from date not null,
  valid_to date,
  legal_ground text,
  primary key (key, valid_from)
);
comment on table dossiers.rule is 'reference: what the law or the city leaves to be set: what happens when a supplement does not come (stop, decide), how many working days before expiry an apology is due, how early lists warn of it';
insert into dossiers.rule (key, value, valid_from, legal_ground) values
  ('supplement_expiry', 'decide', '2018-01-01', null),
  ('apology_days_before', '1', '2018-01-01', 'Nghị định 61/2018/NĐ-CP'),
  ('apology_warning_days', '2', '2018-01-01', null);
