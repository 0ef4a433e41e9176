-- The word why a draft came back stood in the note of the version, and would have been published with it.
alter table casework.process_version add column sent_back text;
comment on column casework.process_version.sent_back is 'Why the draft was sent back to its authors; null unless it was, and once it is submitted again';
