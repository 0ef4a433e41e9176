alter table dossiers.dossier add column delegation_id int;
comment on column dossiers.dossier.delegation_id is 'The decision of the register of delegated authority under which it is decided; null where the competent unit decides itself';
create index dossier_delegated on dossiers.dossier (delegation_id, case_id) where delegation_id is not null;
