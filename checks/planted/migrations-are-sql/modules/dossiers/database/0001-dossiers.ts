export const up = 'create table dossiers.note ()'
