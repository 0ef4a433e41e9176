-- A call that is tried again and fails again has stood still since it failed first.
alter table casework.service_call add column failing_since timestamptz;
comment on column casework.service_call.failing_since is 'When its case first stood still for it; null unless it is tried again after that';
