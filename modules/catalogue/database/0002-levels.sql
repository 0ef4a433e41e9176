-- A version that an official published by a decision of its own, such as one that gives the procedure to another level.
alter table catalogue.procedure_version drop constraint procedure_version_origin_check;
alter table catalogue.procedure_version add constraint procedure_version_origin_check
  check (origin in ('own', 'national', 'review', 'level'));
alter table catalogue.procedure_version add column decision_number text check (decision_number <> '');
alter table catalogue.procedure_version add column decided_on date check (decided_on <= valid_from);
alter table catalogue.procedure_version add column published_by text;
alter table catalogue.procedure_version add constraint procedure_version_level_by_decision
  check (origin <> 'level' or (decision_number is not null and decided_on is not null and published_by is not null));
