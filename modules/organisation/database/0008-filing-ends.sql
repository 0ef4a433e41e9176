create table organisation.reorganisation_filing_end (
  reorganisation_id int not null references organisation.reorganisation,
  procedure_code text not null check (procedure_code <> ''),
  primary key (reorganisation_id, procedure_code)
);
comment on table organisation.reorganisation_filing_end is 'reference: procedures of which somebody confirmed that nobody takes them in from the effective day on, since the level or unit that decides them ends';
