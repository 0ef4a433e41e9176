-- schema calendar

create table calendar.calendar (
  id integer not null,
  code text not null,
  name_vi text not null,
  name_en text not null,
  policy text not null,
  minutes_per_day integer not null,
  hours jsonb not null,
  first_year integer not null,
  last_year integer not null,
  legal_ground text not null,
  version integer not null default 1,
  constraint calendar_check CHECK ((last_year >= first_year)),
  constraint calendar_code_check CHECK ((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint calendar_hours_check CHECK ((jsonb_typeof(hours) = 'array'::text)),
  constraint calendar_legal_ground_check CHECK ((legal_ground <> ''::text)),
  constraint calendar_minutes_per_day_check CHECK (((minutes_per_day >= 2) AND (minutes_per_day <= 1440))),
  constraint calendar_name_en_check CHECK ((name_en <> ''::text)),
  constraint calendar_name_vi_check CHECK ((name_vi <> ''::text)),
  constraint calendar_policy_check CHECK ((policy = ANY (ARRAY['exact_hour'::text, 'end_of_day'::text]))),
  constraint calendar_version_check CHECK ((version > 0)),
  constraint calendar_pkey PRIMARY KEY (id),
  constraint calendar_code_key UNIQUE (code)
);
comment on table calendar.calendar is 'reference: opening hours of a kind of office in periods, and the years it covers; the first year is the origin of every stored position and never changes';

create table calendar.change (
  calendar_id integer not null,
  version integer not null,
  changed_at timestamp with time zone not null,
  changed_by integer,
  what jsonb not null,
  constraint change_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar.calendar(id),
  constraint change_pkey PRIMARY KEY (calendar_id, version)
);
comment on table calendar.change is 'reference: what made each version of a calendar, so that a due date can be recomputed with the calendar that gave it';

create table calendar.day_off (
  id text not null,
  calendar_id integer,
  off_on date not null,
  from_minute integer not null default 0,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  legal_ground text not null,
  certainty text not null,
  source_note text,
  declared_at timestamp with time zone not null,
  declared_by integer,
  constraint day_off_certainty_check CHECK ((certainty = ANY (ARRAY['verified'::text, 'announced'::text, 'unverified'::text, 'provisional'::text]))),
  constraint day_off_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint day_off_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'compensation'::text, 'closure'::text]))),
  constraint day_off_legal_ground_check CHECK ((legal_ground <> ''::text)),
  constraint day_off_name_en_check CHECK ((name_en <> ''::text)),
  constraint day_off_name_vi_check CHECK ((name_vi <> ''::text)),
  constraint day_off_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar.calendar(id),
  constraint day_off_pkey PRIMARY KEY (id)
);
comment on table calendar.day_off is 'reference: a holiday, a day in lieu or a closure, of one calendar or (calendar_id null) of all; the id is scope and date, so a day is off once';

create table calendar.swap_day (
  id text not null,
  calendar_id integer,
  work_on date not null,
  hours_of_weekday integer not null,
  name_vi text not null,
  name_en text not null,
  legal_ground text not null,
  certainty text not null,
  source_note text,
  constraint swap_day_certainty_check CHECK ((certainty = ANY (ARRAY['verified'::text, 'announced'::text, 'unverified'::text, 'provisional'::text]))),
  constraint swap_day_hours_of_weekday_check CHECK (((hours_of_weekday >= 1) AND (hours_of_weekday <= 7))),
  constraint swap_day_legal_ground_check CHECK ((legal_ground <> ''::text)),
  constraint swap_day_name_en_check CHECK ((name_en <> ''::text)),
  constraint swap_day_name_vi_check CHECK ((name_vi <> ''::text)),
  constraint swap_day_calendar_id_fkey FOREIGN KEY (calendar_id) REFERENCES calendar.calendar(id),
  constraint swap_day_pkey PRIMARY KEY (id)
);
comment on table calendar.swap_day is 'reference: a day of rest that is worked by the hours of another weekday, of one calendar or (calendar_id null) of all';

-- schema casework

create table casework.case (
  shard_key smallint not null,
  case_id bigint not null,
  version integer not null,
  definition_id integer not null,
  kind text not null,
  code text not null,
  title text not null,
  authority_id integer not null,
  receiving_unit_id integer not null,
  unit_id integer not null,
  status text not null,
  money_status text not null,
  delivery_status text not null,
  sync_status text not null,
  outcome text,
  marking json not null,
  clock bytea,
  calendar_id integer not null,
  due_wt integer,
  promised_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  received_at timestamp with time zone,
  closed_at timestamp with time zone,
  touched_at timestamp with time zone not null,
  tags json not null,
  last_hash bytea not null,
  process json,
  constraint case_pkey PRIMARY KEY (shard_key, case_id)
) partition by RANGE (case_id);
CREATE INDEX case_open_definition ON ONLY casework."case" USING btree (definition_id) WHERE (closed_at IS NULL);
CREATE INDEX case_open_due ON ONLY casework."case" USING btree (authority_id, calendar_id, due_wt) WHERE (closed_at IS NULL);
comment on table casework.case is 'One row per case: the fold of its events, kept so that a step reads one row';

create table casework.case_2020 partition of casework."case" FOR VALUES FROM ('0') TO ('132633958809600000');

create table casework.case_2021 partition of casework."case" FOR VALUES FROM ('132633958809600000') TO ('264905529753600000');

create table casework.case_2022 partition of casework."case" FOR VALUES FROM ('264905529753600000') TO ('397177100697600000');

create table casework.case_2023 partition of casework."case" FOR VALUES FROM ('397177100697600000') TO ('529448671641600000');

create table casework.case_2024 partition of casework."case" FOR VALUES FROM ('529448671641600000') TO ('662082630451200000');

create table casework.case_2025 partition of casework."case" FOR VALUES FROM ('662082630451200000') TO ('794354201395200000');

create table casework.case_2026 partition of casework."case" FOR VALUES FROM ('794354201395200000') TO ('926625772339200000');

create table casework.case_2027 partition of casework."case" FOR VALUES FROM ('926625772339200000') TO ('1058897343283200000');

create table casework.case_2028 partition of casework."case" FOR VALUES FROM ('1058897343283200000') TO ('1191531302092800000');

create table casework.case_2029 partition of casework."case" FOR VALUES FROM ('1191531302092800000') TO ('1323802873036800000');

create table casework.case_2030 partition of casework."case" FOR VALUES FROM ('1323802873036800000') TO ('1456074443980800000');

create table casework.case_code (
  code text not null,
  case_id bigint not null,
  constraint case_code_pkey PRIMARY KEY (code)
);
comment on table casework.case_code is 'local: look-up from the human code, distributed by that code';

create table casework.code_counter (
  unit_id integer not null,
  on_date date not null,
  last integer not null,
  constraint code_counter_pkey PRIMARY KEY (unit_id, on_date)
);
comment on table casework.code_counter is 'local: running number of case codes per receiving unit and day, never reused';

create table casework.course (
  shard_key smallint not null,
  case_id bigint not null,
  version integer not null,
  moves bytea not null,
  constraint course_pkey PRIMARY KEY (shard_key, case_id)
) with (fillfactor=90);
comment on table casework.course is 'What happened to the tasks of a case up to a version, as insight into processes reads it; made again from the events wherever it is missing or older (packed-course.ts)';

create table casework.course_word (
  word_no integer not null,
  word text not null,
  constraint course_word_pkey PRIMARY KEY (word_no),
  constraint course_word_word_key UNIQUE (word)
);
comment on table casework.course_word is 'reference: what courses are written with – keys of steps, kinds of posts – each under a number that stays';

create table casework.definition (
  definition_id integer not null,
  kind text not null,
  checksum text not null,
  steps jsonb not null,
  created_at timestamp with time zone not null,
  bpmn text,
  dmn text,
  constraint definition_pkey PRIMARY KEY (definition_id),
  constraint definition_checksum_key UNIQUE (checksum)
);
comment on table casework.definition is 'reference: processes as officials wrote them, one row per distinct table of steps; never changed';

create table casework.event (
  case_id bigint not null,
  xid xid8 not null default pg_current_xact_id(),
  happened_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  seq integer not null,
  actor_id integer,
  post_id integer,
  actor_unit_id integer,
  shard_key smallint not null,
  type text not null,
  command_key bytea not null,
  hash bytea not null,
  payload bytea not null,
  constraint event_pkey PRIMARY KEY (shard_key, case_id, seq)
) partition by RANGE (case_id);
CREATE INDEX event_outbox ON ONLY casework.event USING btree (xid, case_id);
comment on table casework.event is 'The history, append-only and hash-chained per case; also the outbox, read in the order of xid';
comment on column casework.event.payload is 'Packed text, see packed-text.ts; `thanglong show CODE` prints it';

create table casework.event_2020 partition of casework.event FOR VALUES FROM ('0') TO ('132633958809600000');

create table casework.event_2021 partition of casework.event FOR VALUES FROM ('132633958809600000') TO ('264905529753600000');

create table casework.event_2022 partition of casework.event FOR VALUES FROM ('264905529753600000') TO ('397177100697600000');

create table casework.event_2023 partition of casework.event FOR VALUES FROM ('397177100697600000') TO ('529448671641600000');

create table casework.event_2024 partition of casework.event FOR VALUES FROM ('529448671641600000') TO ('662082630451200000');

create table casework.event_2025 partition of casework.event FOR VALUES FROM ('662082630451200000') TO ('794354201395200000');

create table casework.event_2026 partition of casework.event FOR VALUES FROM ('794354201395200000') TO ('926625772339200000');

create table casework.event_2027 partition of casework.event FOR VALUES FROM ('926625772339200000') TO ('1058897343283200000');

create table casework.event_2028 partition of casework.event FOR VALUES FROM ('1058897343283200000') TO ('1191531302092800000');

create table casework.event_2029 partition of casework.event FOR VALUES FROM ('1191531302092800000') TO ('1323802873036800000');

create table casework.event_2030 partition of casework.event FOR VALUES FROM ('1323802873036800000') TO ('1456074443980800000');

create table casework.foreign_log (
  log_id integer not null,
  name text not null,
  source text not null,
  format text not null,
  unit_id integer not null,
  imported_by integer not null,
  imported_at timestamp with time zone not null,
  cases integer not null,
  events integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  quarantined integer not null,
  quarantine json not null,
  columns bytea not null,
  constraint foreign_log_format_check CHECK ((format = ANY (ARRAY['xes'::text, 'csv'::text]))),
  constraint foreign_log_pkey PRIMARY KEY (log_id)
);
comment on table casework.foreign_log is 'local: event logs of other systems, each packed in columns (packed-log.ts), to be looked at and thrown away';
comment on column casework.foreign_log.unit_id is 'Whose it is: who may look into processes there sees it';

create table casework.incident (
  shard_key smallint not null,
  case_id bigint not null,
  incident_key text not null,
  element text not null,
  code text not null,
  facts json not null,
  since timestamp with time zone not null,
  redo json,
  constraint incident_pkey PRIMARY KEY (shard_key, case_id, incident_key)
);
CREATE INDEX incident_since ON casework.incident USING btree (since, case_id);
comment on table casework.incident is 'Where cases cannot go on and nobody stands at a screen; redo: what was to be delivered, null: a token of the process';

create table casework.message (
  message_key bytea not null,
  name text not null,
  correlation text,
  vars json not null,
  sent_at timestamp with time zone not null,
  keep_until timestamp with time zone not null,
  from_case bigint,
  delivered_to bigint,
  constraint message_pkey PRIMARY KEY (message_key)
);
CREATE INDEX message_ended ON casework.message USING btree (keep_until);
CREATE INDEX message_kept ON casework.message USING btree (name) WHERE (delivered_to IS NULL);
comment on table casework.message is 'local: messages sent to cases, kept until one waits for them or their time is over; the key makes sending again harmless';

create table casework.migration (
  migration_id integer not null,
  process_id integer not null,
  from_no integer not null,
  to_no integer not null,
  from_definition_id integer not null,
  to_definition_id integer not null,
  mapping json not null,
  state text not null,
  drafted_by integer not null,
  drafted_at timestamp with time zone not null,
  approved_by integer,
  approved_at timestamp with time zone,
  actor json,
  applied_at timestamp with time zone,
  moved integer not null default 0,
  constraint migration_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'applying'::text, 'applied'::text]))),
  constraint migration_from_definition_id_fkey FOREIGN KEY (from_definition_id) REFERENCES casework.definition(definition_id),
  constraint migration_process_id_fkey FOREIGN KEY (process_id) REFERENCES casework.process(process_id),
  constraint migration_to_definition_id_fkey FOREIGN KEY (to_definition_id) REFERENCES casework.definition(definition_id),
  constraint migration_pkey PRIMARY KEY (migration_id)
);
comment on table casework.migration is 'reference: moves of running cases from one version of a process to another, planned by one person and approved by another';

create table casework.migration_case (
  shard_key smallint not null,
  migration_id integer not null,
  case_id bigint not null,
  left_because text,
  constraint migration_case_pkey PRIMARY KEY (shard_key, migration_id, case_id)
);
comment on table casework.migration_case is 'Cases of a move still to be looked at, and those that stay with the reason; a row goes when its case has moved';

create table casework.open_task (
  shard_key smallint not null,
  case_id bigint not null,
  task_no integer not null,
  step_key text not null,
  unit_id integer not null,
  post_kind text not null,
  field text,
  assignee_id integer,
  waiting boolean not null,
  opened_at timestamp with time zone not null,
  calendar_id integer not null,
  due_wt integer,
  constraint open_task_pkey PRIMARY KEY (shard_key, case_id, task_no)
) with (fillfactor=80);
CREATE INDEX open_task_list ON casework.open_task USING btree (unit_id, post_kind, due_wt);
comment on table casework.open_task is 'Work lists: a row while a task is open, gone when it is done';

create table casework.opening (
  shard_key smallint not null,
  command_key bytea not null,
  case_id bigint not null,
  constraint opening_pkey PRIMARY KEY (shard_key, command_key)
);
comment on table casework.opening is 'Which case an opening command made, so that sending it again opens nothing; the shard comes from the key';

create table casework.process (
  process_id integer not null,
  kind text not null,
  subject text,
  name text not null,
  created_at timestamp with time zone not null,
  constraint process_pkey PRIMARY KEY (process_id),
  constraint process_kind_subject_key UNIQUE NULLS NOT DISTINCT (kind, subject)
);
comment on table casework.process is 'reference: one process per kind of case and subject, such as a procedure code; without a subject it is a general one';

create table casework.process_version (
  process_id integer not null,
  version_no integer not null,
  state text not null,
  revision integer not null,
  steps json,
  bpmn text,
  dmn text,
  note text not null,
  authors integer[] not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  definition_id integer,
  decision_number text,
  decision_date date,
  valid_from date,
  valid_to date,
  publisher_id integer,
  published_at timestamp with time zone,
  sent_back text,
  constraint process_version_check CHECK (((steps IS NULL) <> (bpmn IS NULL))),
  constraint process_version_check1 CHECK ((valid_to >= valid_from)),
  constraint process_version_check2 CHECK (((state = ANY (ARRAY['published'::text, 'retired'::text])) = (definition_id IS NOT NULL))),
  constraint process_version_check3 CHECK (((definition_id IS NULL) OR ((decision_number IS NOT NULL) AND (decision_date IS NOT NULL) AND (valid_from IS NOT NULL) AND (published_at IS NOT NULL)))),
  constraint process_version_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'published'::text, 'retired'::text]))),
  constraint process_version_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES casework.definition(definition_id),
  constraint process_version_process_id_fkey FOREIGN KEY (process_id) REFERENCES casework.process(process_id),
  constraint process_version_pkey PRIMARY KEY (process_id, version_no)
);
CREATE INDEX process_version_definition ON casework.process_version USING btree (definition_id);
comment on table casework.process_version is 'reference: versions of a process from draft to retirement; what was published never changes but for its end';
comment on column casework.process_version.sent_back is 'Why the draft was sent back to its authors; null unless it was, and once it is submitted again';

create table casework.rehoming (
  plan_id integer not null,
  happened_at timestamp with time zone not null,
  actor_id integer,
  post_id integer,
  actor_unit_id integer,
  facts json not null,
  homes json not null,
  keepers json not null,
  found integer not null,
  finished_at timestamp with time zone,
  looked_at xid8,
  constraint rehoming_pkey PRIMARY KEY (plan_id)
);
comment on table casework.rehoming is 'local: a move of open work from old units to new ones, and how far it has come';

create table casework.rehoming_chunk (
  plan_id integer not null,
  chunk_no integer not null,
  case_ids bigint[] not null,
  waiting integer not null,
  constraint rehoming_chunk_pkey PRIMARY KEY (plan_id, chunk_no)
);
comment on table casework.rehoming_chunk is 'local: cases still to be given a new home, some thousand to a row; a row goes with the events that move its cases';

create table casework.service_call (
  shard_key smallint not null,
  case_id bigint not null,
  call_no integer not null,
  element text not null,
  topic text not null,
  vars json not null,
  attempts smallint not null default 0,
  next_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  lease text,
  problem text,
  failing_since timestamp with time zone,
  constraint service_call_pkey PRIMARY KEY (shard_key, case_id, call_no)
) with (fillfactor=80);
CREATE INDEX service_call_next ON casework.service_call USING btree (topic, next_at);
comment on table casework.service_call is 'Calls of outside services not yet answered; whoever works on one has it until next_at, on the real clock';
comment on column casework.service_call.failing_since is 'When its case first stood still for it; null unless it is tried again after that';

create table casework.subscription (
  shard_key smallint not null,
  case_id bigint not null,
  sub_key text not null,
  kind text not null,
  name text not null,
  correlation text,
  constraint subscription_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'signal'::text]))),
  constraint subscription_pkey PRIMARY KEY (shard_key, case_id, sub_key)
);
CREATE INDEX subscription_by_name ON casework.subscription USING btree (name, md5(correlation), case_id);
comment on table casework.subscription is 'Messages and signals that cases wait for; the correlation is JSON text, null: any message of the name';

create table casework.task_seen (
  shard_key smallint not null,
  case_id bigint not null,
  task_no integer not null,
  account_id integer not null,
  post_id integer not null,
  seen_at timestamp with time zone not null,
  constraint task_seen_pkey PRIMARY KEY (shard_key, case_id, task_no)
);
comment on table casework.task_seen is 'Who opened a case first after work on it was handed on, so that handing on can be taken back only while nobody has; kept for tasks that were still open at the last look';

create table casework.timer (
  shard_key smallint not null,
  case_id bigint not null,
  timer_key text not null,
  calendar_id integer,
  due_wt integer,
  fire_at timestamp with time zone,
  held boolean not null default false,
  constraint timer_check CHECK (((fire_at IS NULL) = ((due_wt IS NOT NULL) AND (calendar_id IS NOT NULL)))),
  constraint timer_pkey PRIMARY KEY (shard_key, case_id, timer_key)
) with (fillfactor=90);
CREATE INDEX timer_by_calendar ON casework.timer USING btree (calendar_id, due_wt) WHERE ((due_wt IS NOT NULL) AND (NOT held));
CREATE INDEX timer_by_time ON casework.timer USING btree (fire_at) WHERE ((fire_at IS NOT NULL) AND (NOT held));
comment on table casework.timer is 'Timers that run: a position on a calendar, which a new holiday moves without a write, or a moment; gone when fired; held when firing failed, until an incident is tried again';

create view casework.pub_case as
 SELECT shard_key,
    case_id,
    version,
    definition_id,
    kind,
    code,
    title,
    authority_id,
    receiving_unit_id,
    unit_id,
    status,
    money_status,
    delivery_status,
    sync_status,
    outcome,
    calendar_id,
    due_wt,
    promised_at,
    opened_at,
    received_at,
    closed_at,
    tags
   FROM casework."case";

create view casework.pub_event as
 SELECT shard_key,
    case_id,
    seq,
    xid,
    type,
    actor_id,
    post_id,
    actor_unit_id,
    happened_at,
    recorded_at
   FROM casework.event;

CREATE OR REPLACE PROCEDURE casework.add_year(IN _year integer)
 LANGUAGE plpgsql
AS $procedure$
declare
  low bigint := casework.first_case_id(make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC'));
  high bigint := casework.first_case_id(make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC'));
begin
  execute format('create table if not exists casework.case_%s partition of casework.case for values from (%s) to (%s) with (fillfactor = 82)', _year, low, high);
  execute format('create table if not exists casework.event_%s partition of casework.event for values from (%s) to (%s) with (autovacuum_vacuum_insert_threshold = -1)', _year, low, high);
end
$procedure$
;

CREATE OR REPLACE FUNCTION casework.advance(_steps text)
 RETURNS TABLE(case_id bigint, outcome text)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_material TO 'off'
AS $function$
#variable_conflict use_column
declare
  _count int;
  _done bigint[];
  _shards smallint[];
  _cases bigint[];
  _watches json[];
  _off_shards smallint[];
  _off_cases bigint[];
  _off text[];
  _set_shards smallint[];
  _set_cases bigint[];
  _set text[];
begin
  with given as materialized (
    select f[1]::smallint as shard, f[2]::bigint as id, f[3]::int as version, f[4]::bytea as key, f[5] as type,
      f[6]::int as actor, f[7]::int as post, f[8]::int as actor_unit, f[9]::timestamptz as happened, f[10]::timestamptz as recorded,
      f[11]::bytea as payload, f[12]::bytea as hash, f[13]::int as unit, f[14]::int as authority, f[15] as status,
      f[16] as money, f[17] as delivery, f[18] as sync, f[19] as outcome, f[20]::json as marking, f[21]::json as process,
      f[22]::bytea as clock, f[23]::int as calendar, f[24]::int as due, f[25]::timestamptz as promised, f[26]::timestamptz as received,
      f[27]::timestamptz as closed, f[28]::json as tags, f[29]::int[] as close, f[30] as put, f[31] as timers, f[32] as timers_off,
      f[33]::json as watch
    from unnest(string_to_array(_steps, E'\x1E')) as line cross join lateral (select string_to_array(line, E'\x1F', '\N') as f offset 0) as fields
  ), moved as (
    update casework.case c set
      version = g.version + 1, unit_id = g.unit, authority_id = g.authority, status = g.status,
      money_status = g.money, delivery_status = g.delivery, sync_status = g.sync, outcome = g.outcome,
      marking = g.marking, process = g.process, clock = g.clock, calendar_id = g.calendar, due_wt = g.due, promised_at = g.promised,
      received_at = g.received, closed_at = g.closed, touched_at = g.recorded, tags = g.tags, last_hash = g.hash
    from given g
    where c.shard_key = g.shard and c.case_id = g.id and c.version = g.version
    returning g.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select shard, id, version + 1, type, actor, post, actor_unit, happened, recorded, key, payload, hash from moved
  ), gone as (
    delete from casework.open_task t using moved m, unnest(m.close) as closed (task_no)
    where t.shard_key = m.shard and t.case_id = m.id and t.task_no = closed.task_no
  ), put as (
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select m.shard, m.id, f[1]::int, f[2], f[3]::int, f[4], f[5], f[6]::int, f[7]::boolean, f[8]::timestamptz, f[9]::int, f[10]::int
    from moved m cross join lateral unnest(string_to_array(m.put, E'\x1D')) as task
      cross join lateral (select string_to_array(task, E'\x1C', '\N') as f offset 0) as fields
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt
  )
  select (select count(*) from given), array_agg(id), array_agg(shard) filter (where watch is not null),
    array_agg(id) filter (where watch is not null), array_agg(watch) filter (where watch is not null),
    array_agg(shard) filter (where timers_off <> ''), array_agg(id) filter (where timers_off <> ''),
    array_agg(timers_off) filter (where timers_off <> ''), array_agg(shard) filter (where timers <> ''),
    array_agg(id) filter (where timers <> ''), array_agg(timers) filter (where timers <> '')
  from moved into _count, _done, _shards, _cases, _watches, _off_shards, _off_cases, _off, _set_shards, _set_cases, _set;
  if _off is not null then
    -- An incident of a timer goes with the timer; there is one only while the timer is held.
    with off as (
      delete from casework.timer t
      using unnest(_off_shards, _off_cases, _off) as w (shard, id, keys), unnest(string_to_array(w.keys, E'\x1D')) as ended (timer_key)
      where t.shard_key = w.shard and t.case_id = w.id and t.timer_key = ended.timer_key
      returning t.shard_key, t.case_id, t.timer_key, t.held
    )
    delete from casework.incident i using off
    where off.held and i.shard_key = off.shard_key and i.case_id = off.case_id and i.incident_key = 'timer:' || off.timer_key;
  end if;
  if _set is not null then
    with running as (
      insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
      select w.shard, w.id, f[1], f[2]::int, f[3]::int, f[4]::timestamptz
      from unnest(_set_shards, _set_cases, _set) as w (shard, id, timers)
        cross join lateral unnest(string_to_array(w.timers, E'\x1D')) as timer
        cross join lateral (select string_to_array(timer, E'\x1C', '\N') as f offset 0) as fields
      on conflict (shard_key, case_id, timer_key) do update
        set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false
      returning shard_key, case_id, timer_key
    )
    delete from casework.incident i using running
    where i.shard_key = running.shard_key and i.case_id = running.case_id and i.incident_key = 'timer:' || running.timer_key;
  end if;
  if _cases is not null then
    perform casework.put_watches(_shards, _cases, _watches);
  end if;
  if _count > coalesce(cardinality(_done), 0) then
    return query
      with given as materialized (
        select f[1]::smallint as shard, f[2]::bigint as id, f[3]::int as version, f[4]::bytea as key
        from unnest(string_to_array(_steps, E'\x1E')) as line cross join lateral (select string_to_array(line, E'\x1F', '\N') as f offset 0) as fields
      )
      select g.id, case
        when made.seq is not null then 'repeated'
        when exists (select from casework.case c where c.shard_key = g.shard and c.case_id = g.id) then 'stale'
        else 'missing' end
      from given g
      left join casework.event made on made.shard_key = g.shard and made.case_id = g.id and made.seq = g.version + 1 and made.command_key = g.key
      where g.id <> all(coalesce(_done, '{}'));
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.claim_timers(_now timestamp with time zone, _calendars integer[], _from integer[], _below integer[], _most integer)
 RETURNS TABLE(case_id bigint, timer_key text, calendar_id integer, due_wt integer, fire_at timestamp with time zone)
 LANGUAGE sql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_material TO 'off'
AS $function$
  with due as materialized (
    select * from (
      (select shard_key, case_id, timer_key, null::int as low, null::int as below from casework.timer
       where fire_at <= _now and fire_at is not null and not held order by fire_at limit _most * 4)
      union all
      select d.*, b.low, b.below from unnest(_calendars, _from, _below) as b (calendar_id, low, below) cross join lateral (
        select t.shard_key, t.case_id, t.timer_key from casework.timer t
        where t.calendar_id = b.calendar_id and t.due_wt >= b.low and t.due_wt < b.below and t.due_wt is not null and not t.held
        order by t.due_wt limit _most
      ) as d
    ) as either limit _most * 4
  )
  select t.case_id, t.timer_key, t.calendar_id, t.due_wt, t.fire_at
  from due
  join casework.timer t on t.shard_key = due.shard_key and t.case_id = due.case_id and t.timer_key = due.timer_key
  join casework.case c on c.shard_key = due.shard_key and c.case_id = due.case_id
  where not t.held and (t.fire_at <= _now or t.due_wt >= due.low and t.due_wt < due.below)
  limit _most
  for update of t, c skip locked
$function$
;

CREATE OR REPLACE FUNCTION casework.collect_rehoming(_plan integer, _units integer[], _size integer, _key bytea)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  _now xid8 := pg_snapshot_xmin(pg_current_snapshot());
  _since xid8;
  _found int;
begin
  select looked_at into _since from casework.rehoming where plan_id = _plan;
  -- Ahead of now where a dump was loaded into another server, whose numbers begin anew.
  if _since > _now then
    _since := null;
  end if;
  with stepped as materialized (
    select distinct case_id from casework.event where xid >= _since and command_key <> _key
  ), found as (
    select case_id from casework.case
    where _since is null and closed_at is null and (authority_id = any(_units) or receiving_unit_id = any(_units) or unit_id = any(_units))
    union
    select case_id from casework.open_task where _since is null and unit_id = any(_units)
    union
    select c.case_id from stepped s join casework.case c on c.shard_key = casework.shard_of(s.case_id) and c.case_id = s.case_id
    where c.closed_at is null and (c.authority_id = any(_units) or c.receiving_unit_id = any(_units) or c.unit_id = any(_units))
    union
    select t.case_id from stepped s join casework.open_task t on t.shard_key = casework.shard_of(s.case_id) and t.case_id = s.case_id
    where t.unit_id = any(_units)
  ), chunks as (
    insert into casework.rehoming_chunk (plan_id, chunk_no, case_ids, waiting)
    select _plan, n, array_agg(case_id order by case_id), count(*)
    from (select case_id, (row_number() over (order by case_id) - 1) / _size as n from found) as numbered
    group by n
    returning waiting
  )
  select coalesce(sum(waiting), 0)::int into _found from chunks;
  update casework.rehoming set looked_at = _now where plan_id = _plan;
  return _found;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.first_case_id(at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select (extract(epoch from (at - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22 $function$
;

CREATE OR REPLACE FUNCTION casework.heir_of(_unit integer, _at double precision, _ways integer[], _first integer[], _up_to double precision[], _heirs integer[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN ((_ways)[_unit] > 0) THEN (_ways)[_unit] WHEN ((_ways)[_unit] = 0) THEN _unit WHEN ((_ways)[_unit] = '-1'::integer) THEN (_heirs)[((_first)[_unit] + width_bucket(_at, (_up_to)[(_first)[_unit]:((_first)[(_unit + 1)] - 2)]))] ELSE NULL::integer END
;

CREATE OR REPLACE FUNCTION casework.iso(_at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN to_char((_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)
;

CREATE OR REPLACE FUNCTION casework.lock_cases(_shards smallint[], _cases bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  perform from (select * from unnest(_shards, _cases) as w (shard, id) order by id) as wanted
  join casework.case c on c.shard_key = wanted.shard and c.case_id = wanted.id
  for update of c;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.next_code_number(_unit integer, _on date)
 RETURNS integer
 LANGUAGE sql
AS $function$
  insert into casework.code_counter as counter (unit_id, on_date, last) values (_unit, _on, 1)
  on conflict (unit_id, on_date) do update set last = counter.last + 1
  returning last
$function$
;

CREATE OR REPLACE FUNCTION casework.plain(_text text)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN ('\x00'::bytea || convert_to(_text, 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION casework.put_first(_shard smallint, _case bigint, _put json, _watch json)
 RETURNS void
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_material TO 'off'
AS $function$
begin
  perform casework.put_tasks(_shard, _case, null, _put);
  if _watch is not null then
    perform casework.put_watches(array[_shard], array[_case], array[_watch]);
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.put_tasks(_shard smallint, _case bigint, _close integer[], _put json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if _close is not null then
    delete from casework.open_task where shard_key = _shard and case_id = _case and task_no = any(_close);
  end if;
  if _put is not null then
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, field, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select _shard, _case, t."taskNo", t."stepKey", t."unitId", t."postKind", t.field, t."assigneeId", t.waiting, t."openedAt", t."calendarId", t."dueWt"
    from json_to_recordset(_put) as t("taskNo" int, "stepKey" text, "unitId" int, "postKind" text, field text, "assigneeId" int, waiting boolean, "openedAt" timestamptz, "calendarId" int, "dueWt" int)
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt;
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.put_watches(_shards smallint[], _cases bigint[], _watches json[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  _has record;
begin
  select bool_or(ended) as ended, count("timersOff") > 0 as timers_off, count(timers) > 0 as timers,
    count("subscriptionsOff") > 0 as subscriptions_off, count(subscriptions) > 0 as subscriptions,
    count("callsOff") > 0 as calls_off, count(calls) > 0 as calls,
    count("incidentsOff") > 0 as incidents_off, count(incidents) > 0 as incidents
  from unnest(_watches) as watch, json_to_record(watch) as w (ended boolean, "timersOff" json, timers json,
    "subscriptionsOff" json, subscriptions json, "callsOff" json, calls json, "incidentsOff" json, incidents json)
  into _has;
  if _has.ended then
    delete from casework.timer t using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and t.shard_key = w.shard and t.case_id = w.id and t.timer_key not like 'own:%';
    delete from casework.subscription s using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and s.shard_key = w.shard and s.case_id = w.id;
    delete from casework.service_call c using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and c.shard_key = w.shard and c.case_id = w.id;
    delete from casework.incident i using unnest(_shards, _cases, _watches) as w (shard, id, watch)
    where (w.watch->>'ended')::boolean and i.shard_key = w.shard and i.case_id = w.id and i.incident_key not like 'timer:own:%';
  end if;
  if _has.timers_off then
    with gone as (
      delete from casework.timer t
      using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'timersOff') as off (key)
      where t.shard_key = w.shard and t.case_id = w.id and t.timer_key = off.key
      returning t.shard_key, t.case_id, t.timer_key, t.held
    )
    delete from casework.incident i using gone
    where gone.held and i.shard_key = gone.shard_key and i.case_id = gone.case_id and i.incident_key = 'timer:' || gone.timer_key;
  end if;
  if _has.timers then
    with put as (
      insert into casework.timer (shard_key, case_id, timer_key, calendar_id, due_wt, fire_at)
      select w.shard, w.id, t.key, t."calendarId", t."dueWt", t.at
      from unnest(_shards, _cases, _watches) as w (shard, id, watch),
        json_to_recordset(w.watch->'timers') as t (key text, "calendarId" int, "dueWt" int, at timestamptz)
      on conflict (shard_key, case_id, timer_key) do update
        set calendar_id = excluded.calendar_id, due_wt = excluded.due_wt, fire_at = excluded.fire_at, held = false
      returning shard_key, case_id, timer_key
    )
    delete from casework.incident i using put
    where i.shard_key = put.shard_key and i.case_id = put.case_id and i.incident_key = 'timer:' || put.timer_key;
  end if;
  if _has.subscriptions_off then
    delete from casework.subscription s
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'subscriptionsOff') as off (key)
    where s.shard_key = w.shard and s.case_id = w.id and s.sub_key = off.key;
  end if;
  if _has.subscriptions then
    insert into casework.subscription (shard_key, case_id, sub_key, kind, name, correlation)
    select w.shard, w.id, s.key, s.kind, s.name, s.correlation
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'subscriptions') as s (key text, kind text, name text, correlation text)
    on conflict (shard_key, case_id, sub_key) do update set name = excluded.name, correlation = excluded.correlation;
  end if;
  if _has.calls_off then
    delete from casework.service_call c
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'callsOff') as off (no)
    where c.shard_key = w.shard and c.case_id = w.id and c.call_no = off.no::int;
  end if;
  if _has.calls then
    insert into casework.service_call (shard_key, case_id, call_no, element, topic, vars)
    select w.shard, w.id, c.no, c.element, c.topic, c.vars
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'calls') as c (no int, element text, topic text, vars json)
    on conflict (shard_key, case_id, call_no) do update
      set attempts = 0, next_at = '-infinity', lease = null, problem = null, vars = excluded.vars;
  end if;
  if _has.incidents_off then
    delete from casework.incident i
    using unnest(_shards, _cases, _watches) as w (shard, id, watch), json_array_elements_text(w.watch->'incidentsOff') as off (key)
    where i.shard_key = w.shard and i.case_id = w.id and i.incident_key = off.key;
  end if;
  if _has.incidents then
    insert into casework.incident (shard_key, case_id, incident_key, element, code, facts, since)
    select w.shard, w.id, i.key, i.element, i.code, i.facts, i.since
    from unnest(_shards, _cases, _watches) as w (shard, id, watch),
      json_to_recordset(w.watch->'incidents') as i (key text, element text, code text, facts json, since timestamptz)
    on conflict (shard_key, case_id, incident_key) do update
      set element = excluded.element, code = excluded.code, facts = excluded.facts, since = excluded.since;
  end if;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.read_outbox(_xid xid8, _case_id bigint, _seq integer, _types text[], _limit integer)
 RETURNS TABLE(case_id bigint, seq integer, xid text, type text, actor_id integer, post_id integer, actor_unit_id integer, happened_at timestamp with time zone, recorded_at timestamp with time zone, payload bytea)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
begin
  return query
    select e.case_id, e.seq, e.xid::text, e.type, e.actor_id, e.post_id, e.actor_unit_id, e.happened_at, e.recorded_at, e.payload
    from casework.event e
    where (e.xid, e.case_id, e.seq) > (_xid, _case_id, _seq) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and (_types is null or e.type = any(_types))
    order by e.xid, e.case_id, e.seq
    limit _limit;
end
$function$
;

CREATE OR REPLACE FUNCTION casework.rehome(_plan integer, _key bytea, _lines text)
 RETURNS TABLE(stale bigint)
 LANGUAGE sql
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_material TO 'off'
AS $function$
  with plan as materialized (
    select actor_id, post_id, actor_unit_id from casework.rehoming where plan_id = _plan
  ), given as materialized (
    select f[1]::bigint as case_id, f[2]::int as version, f[3]::int as unit_id, f[4]::int as authority_id, f[5]::int as receiving_unit_id,
      f[6]::int as calendar_id, nullif(f[7], '')::int as due_wt, casework.plain(nullif(f[8], '')) as clock,
      f[9]::timestamptz as happened_at, f[10]::timestamptz as touched_at, decode(f[11], 'hex') as hash, f[12] as tasks,
      f[13] as head, nullif(f[14], '') as marking, f[15] as tail
    from string_to_table(_lines, E'\n') as line cross join lateral (select string_to_array(line, E'\t') as f offset 0) as fields
  ), moved as (
    update casework.case c set
      version = g.version + 1, unit_id = g.unit_id, authority_id = g.authority_id, receiving_unit_id = g.receiving_unit_id,
      calendar_id = g.calendar_id, due_wt = g.due_wt, clock = coalesce(g.clock, c.clock), marking = coalesce(g.marking::json, c.marking),
      touched_at = g.touched_at, last_hash = g.hash
    from given g
    where c.shard_key = casework.shard_of(g.case_id) and c.case_id = g.case_id and c.version = g.version
    returning c.shard_key, g.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select m.shard_key, m.case_id, m.version + 1, 'casework.rehomed', r.actor_id, r.post_id, r.actor_unit_id, m.happened_at, m.touched_at, _key,
      casework.plain(m.head || coalesce(m.marking, '') || m.tail), m.hash
    from moved m, plan r
  ), tasks as (
    update casework.open_task o set unit_id = f[2]::int, assignee_id = nullif(f[3], '')::int, calendar_id = f[4]::int, due_wt = nullif(f[5], '')::int
    from moved m cross join lateral string_to_table(m.tasks, ';') as task cross join lateral (select string_to_array(task, ':') as f offset 0) as fields
    where o.shard_key = m.shard_key and o.case_id = m.case_id and o.task_no = f[1]::int
  )
  select case_id from given except select case_id from moved
$function$
;

CREATE OR REPLACE FUNCTION casework.rehome_by_units(_plan integer, _key bytea, _ids bigint[], _now timestamp with time zone, _between text, _facts text, _ways integer[], _by_receiving boolean[], _hours integer[], _first integer[], _up_to double precision[], _heirs integer[], _keepers bigint[])
 RETURNS TABLE(left_over bigint)
 LANGUAGE sql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET enable_material TO 'off'
AS $function$
  with plan as materialized (
    select actor_id, post_id, actor_unit_id, happened_at, casework.iso(happened_at) as happened_text, casework.iso(_now) as now_text
    from casework.rehoming where plan_id = _plan
  ), written as materialized (
    select c.shard_key, c.case_id, c.version, home.*, work.moves, work.drops, work.marking, moment.happened_at, moment.touched_at, said.payload,
      sha256(c.last_hash || convert_to(c.case_id || E'\n' || c.version + 1 || _between || moment.text || said.payload, 'UTF8')) as hash
    from plan cross join unnest(_ids) as id
    cross join lateral (
      select shard_key, case_id, version, unit_id, authority_id, receiving_unit_id, calendar_id, marking::text as marking, opened_at, touched_at, last_hash
      from casework.case where shard_key = casework.shard_of(id) and case_id = id and closed_at is null offset 0
    ) as c
    cross join lateral (
      select case when _by_receiving[c.unit_id] and _ways[c.receiving_unit_id] is distinct from 0 then c.receiving_unit_id else c.unit_id end as unit_id,
        case when _by_receiving[c.authority_id] and _ways[c.receiving_unit_id] is distinct from 0 then c.receiving_unit_id else c.authority_id end as authority_id
      offset 0
    ) as way
    cross join lateral (
      select case when -1 in (_ways[way.unit_id], _ways[way.authority_id], _ways[c.receiving_unit_id]) then casework.share_of(c.case_id) end as at offset 0
    ) as share
    cross join lateral (
      select casework.heir_of(way.unit_id, share.at, _ways, _first, _up_to, _heirs) as unit_id,
        casework.heir_of(way.authority_id, share.at, _ways, _first, _up_to, _heirs) as authority_id,
        casework.heir_of(c.receiving_unit_id, share.at, _ways, _first, _up_to, _heirs) as receiving_unit_id
      offset 0
    ) as home
    cross join lateral (
      select c.marking <> '[]' and home.unit_id <> c.unit_id as moves, '"unitId":' || c.unit_id || ',' as unit,
        replace(c.marking, '"assigneeId":null,', '') as claimed
      offset 0
    ) as task
    cross join lateral (
      select '"assigneeId":' || one.assignee_id || ',' as claim, one.assignee_id << 32 | home.unit_id as keeper
      from (select case when strpos(task.claimed, '"assigneeId":') > 0 then substring(task.claimed from '"assigneeId":(\d+),')::bigint end as assignee_id offset 0) as one
      offset 0
    ) as own
    cross join lateral (
      select task.moves, kept.drops, case when task.moves then replace(
          case when kept.drops then replace(c.marking, own.claim, '"assigneeId":null,') else c.marking end,
          task.unit, '"unitId":' || home.unit_id || ',') end as marking
      from (select own.keeper is not null and _keepers[width_bucket(own.keeper, _keepers)] is distinct from own.keeper as drops offset 0) as kept offset 0
    ) as work
    cross join lateral (
      select greatest(plan.happened_at, c.opened_at) as happened_at, greatest(_now, c.touched_at) as touched_at,
        case when plan.happened_at >= c.opened_at then plan.happened_text else casework.iso(c.opened_at) end || E'\n'
          || case when _now >= c.touched_at then plan.now_text else casework.iso(c.touched_at) end || E'\n' || encode(_key, 'hex') || E'\n' as text
      offset 0
    ) as moment
    cross join lateral (
      select _facts || '"from":{"unitId":' || c.unit_id || ',"authorityId":' || c.authority_id || ',"receivingUnitId":' || c.receiving_unit_id || '},"set":{'
        || concat_ws(',',
          case when home.unit_id <> c.unit_id then '"unitId":' || home.unit_id end,
          case when home.authority_id <> c.authority_id then '"authorityId":' || home.authority_id end,
          case when home.receiving_unit_id <> c.receiving_unit_id then '"receivingUnitId":' || home.receiving_unit_id end,
          '"marking":' || work.marking) || '}}' as payload
      offset 0
    ) as said
    where (home.unit_id <> c.unit_id or home.authority_id <> c.authority_id or home.receiving_unit_id <> c.receiving_unit_id)
      and home.unit_id is not null and home.authority_id is not null and home.receiving_unit_id is not null
      and (home.authority_id = c.authority_id or coalesce(nullif(_hours[home.authority_id], 0), c.calendar_id) = c.calendar_id)
      and strpos(replace(c.marking, task.unit, ''), '"unitId":') = 0
      and strpos(replace(task.claimed, coalesce(own.claim, ' '), ''), '"assigneeId":') = 0
  ), moved as (
    update casework.case c set
      version = w.version + 1, unit_id = w.unit_id, authority_id = w.authority_id, receiving_unit_id = w.receiving_unit_id,
      marking = coalesce(w.marking::json, c.marking), touched_at = w.touched_at, last_hash = w.hash
    from written w
    where c.shard_key = casework.shard_of(w.case_id) and c.case_id = w.case_id and c.version = w.version
    returning w.*
  ), told as (
    insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
    select m.shard_key, m.case_id, m.version + 1, 'casework.rehomed', r.actor_id, r.post_id, r.actor_unit_id, m.happened_at, m.touched_at, _key,
      casework.plain(m.payload), m.hash
    from moved m, plan r
  ), tasks as (
    update casework.open_task o set unit_id = m.unit_id, assignee_id = case when m.drops then null else o.assignee_id end
    from moved m where m.moves and o.shard_key = m.shard_key and o.case_id = m.case_id
  )
  select id from unnest(_ids) as id except select case_id from moved
$function$
;

CREATE OR REPLACE FUNCTION casework.shard_of(_case bigint)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select ((_case >> 10) & 4095)::smallint $function$
;

CREATE OR REPLACE FUNCTION casework.share_of(_case bigint)
 RETURNS double precision
 LANGUAGE sql
 STABLE
RETURN (SELECT ((((((get_byte(hashed.h, 0))::double precision * (16777216)::double precision) + ((get_byte(hashed.h, 1) * 65536))::double precision) + ((get_byte(hashed.h, 2) * 256))::double precision) + (get_byte(hashed.h, 3))::double precision) / ('4294967296'::bigint)::double precision) FROM (SELECT sha256(convert_to((share_of._case)::text, 'UTF8'::name)) AS h OFFSET 0) hashed)
;

-- schema catalogue

create table catalogue.import_issue (
  run_id text not null,
  line integer not null,
  reason text not null,
  code text,
  facts jsonb not null,
  excerpt text not null,
  constraint import_issue_run_id_fkey FOREIGN KEY (run_id) REFERENCES catalogue.import_run(id),
  constraint import_issue_pkey PRIMARY KEY (run_id, line)
);
comment on table catalogue.import_issue is 'reference: a line of an imported file that was refused, and why';

create table catalogue.import_run (
  id text not null,
  source text not null,
  encoding text not null,
  bytes bigint not null default 0,
  lines integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  quarantined integer not null default 0,
  completeness_sum bigint not null default 0,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint import_run_pkey PRIMARY KEY (id)
);
comment on table catalogue.import_run is 'reference: one reading of one file of procedures and what came of it';

create table catalogue.procedure (
  id text not null,
  code text not null,
  latest_version integer not null default 0,
  source_hash text,
  last_run_id text,
  last_line integer,
  created_at timestamp with time zone not null,
  constraint procedure_pkey PRIMARY KEY (id),
  constraint procedure_code_key UNIQUE (code)
);
comment on table catalogue.procedure is 'reference: one administrative procedure, known by its code through all its versions';

create table catalogue.procedure_version (
  procedure_id text not null,
  version integer not null,
  id text not null,
  origin text not null,
  in_force boolean not null,
  valid_from date not null,
  valid_to date,
  body jsonb not null,
  source_text text,
  source_hash text,
  name text not null,
  name_search text generated always as (platform.search_text(name)) stored,
  field text,
  levels text[] not null,
  subjects text[] not null,
  channels text[] not null,
  competent_tier text,
  fileable boolean not null,
  completeness integer not null,
  missing text[] not null,
  created_at timestamp with time zone not null,
  decision_number text,
  decided_on date,
  published_by text,
  constraint procedure_version_check CHECK ((valid_to >= valid_from)),
  constraint procedure_version_check1 CHECK ((decided_on <= valid_from)),
  constraint procedure_version_completeness_check CHECK (((completeness >= 0) AND (completeness <= 100))),
  constraint procedure_version_decision_number_check CHECK ((decision_number <> ''::text)),
  constraint procedure_version_level_by_decision CHECK (((origin <> 'level'::text) OR ((decision_number IS NOT NULL) AND (decided_on IS NOT NULL) AND (published_by IS NOT NULL)))),
  constraint procedure_version_origin_check CHECK ((origin = ANY (ARRAY['own'::text, 'national'::text, 'review'::text, 'level'::text]))),
  constraint procedure_version_version_check CHECK ((version > 0)),
  constraint procedure_version_procedure_id_fkey FOREIGN KEY (procedure_id) REFERENCES catalogue.procedure(id),
  constraint procedure_version_pkey PRIMARY KEY (procedure_id, version),
  constraint procedure_version_id_key UNIQUE (id)
);
CREATE UNIQUE INDEX procedure_version_current ON catalogue.procedure_version USING btree (procedure_id) WHERE (in_force AND (valid_to IS NULL));
CREATE INDEX procedure_version_field ON catalogue.procedure_version USING btree (field) WHERE (in_force AND (valid_to IS NULL));
CREATE INDEX procedure_version_name ON catalogue.procedure_version USING gin (name_search platform.gin_trgm_ops) WHERE in_force;
comment on table catalogue.procedure_version is 'reference: what a procedure said in a stretch of days; its content never changes, dossiers stay on it';

create table catalogue.quarantined_field (
  id text not null,
  procedure_id text not null,
  version integer not null,
  found_version integer not null,
  path text not null,
  reason text not null,
  excerpt text not null,
  current_value jsonb,
  proposals jsonb not null,
  status text not null,
  resolved_by text,
  resolved_at timestamp with time zone,
  resolved_value jsonb,
  note text,
  created_at timestamp with time zone not null,
  constraint quarantined_field_check CHECK (((status = ANY (ARRAY['accepted'::text, 'fixed'::text])) = (resolved_by IS NOT NULL))),
  constraint quarantined_field_status_check CHECK ((status = ANY (ARRAY['open'::text, 'accepted'::text, 'fixed'::text, 'superseded'::text]))),
  constraint quarantined_field_procedure_id_version_fkey FOREIGN KEY (procedure_id, version) REFERENCES catalogue.procedure_version(procedure_id, version),
  constraint quarantined_field_pkey PRIMARY KEY (id)
);
CREATE INDEX quarantined_field_open ON catalogue.quarantined_field USING btree (procedure_id, path) WHERE (status = 'open'::text);
CREATE INDEX quarantined_field_version ON catalogue.quarantined_field USING btree (procedure_id, version);
comment on table catalogue.quarantined_field is 'reference: a field of a published record that could not be trusted, why, and what an official decided';

CREATE OR REPLACE FUNCTION catalogue.keep_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE'
    or (to_jsonb(new) - 'valid_to' - 'name_search') is distinct from (to_jsonb(old) - 'valid_to' - 'name_search')
    or old.valid_to is not null
  then
    raise exception 'version % of procedure % is published and does not change', old.version, old.procedure_id;
  end if;
  return new;
end $function$
;

CREATE TRIGGER keep_version BEFORE DELETE OR UPDATE ON catalogue.procedure_version FOR EACH ROW EXECUTE FUNCTION catalogue.keep_version();

-- schema dossiers

create table dossiers.data_before (
  shard_key smallint not null,
  case_id bigint not null,
  before_version integer not null,
  form json not null,
  components json not null,
  constraint data_before_pkey PRIMARY KEY (shard_key, case_id, before_version)
);
comment on table dossiers.data_before is 'Form and papers as they were before the version of the case that replaced them, so that a past day shows what lay there then';

create table dossiers.dossier (
  shard_key smallint not null,
  case_id bigint not null,
  code text not null,
  procedure_code text not null,
  procedure_version_id text not null,
  channel text not null,
  receiving_unit_id integer not null,
  authority_id integer not null,
  owner_name text not null,
  submitter_account text,
  secret text not null,
  words tsvector not null,
  filed_at timestamp with time zone not null,
  delegation_id integer,
  constraint dossier_pkey PRIMARY KEY (shard_key, case_id)
) partition by RANGE (case_id);
CREATE INDEX dossier_delegated ON ONLY dossiers.dossier USING btree (delegation_id, case_id) WHERE (delegation_id IS NOT NULL);
CREATE INDEX dossier_newest ON ONLY dossiers.dossier USING btree (case_id);
CREATE INDEX dossier_submitter ON ONLY dossiers.dossier USING btree (submitter_account) WHERE (submitter_account IS NOT NULL);
CREATE INDEX dossier_words ON ONLY dossiers.dossier USING gin (words) WITH (gin_pending_list_limit='256');
comment on table dossiers.dossier is 'What a dossier is found by; written at filing and not touched by steps. The secret opens the public page together with the code';
comment on column dossiers.dossier.delegation_id is 'The decision of the register of delegated authority under which it is decided; null where the competent unit decides itself';

create table dossiers.dossier_2020 partition of dossiers.dossier FOR VALUES FROM ('0') TO ('132633958809600000');

create table dossiers.dossier_2021 partition of dossiers.dossier FOR VALUES FROM ('132633958809600000') TO ('264905529753600000');

create table dossiers.dossier_2022 partition of dossiers.dossier FOR VALUES FROM ('264905529753600000') TO ('397177100697600000');

create table dossiers.dossier_2023 partition of dossiers.dossier FOR VALUES FROM ('397177100697600000') TO ('529448671641600000');

create table dossiers.dossier_2024 partition of dossiers.dossier FOR VALUES FROM ('529448671641600000') TO ('662082630451200000');

create table dossiers.dossier_2025 partition of dossiers.dossier FOR VALUES FROM ('662082630451200000') TO ('794354201395200000');

create table dossiers.dossier_2026 partition of dossiers.dossier FOR VALUES FROM ('794354201395200000') TO ('926625772339200000');

create table dossiers.dossier_2027 partition of dossiers.dossier FOR VALUES FROM ('926625772339200000') TO ('1058897343283200000');

create table dossiers.dossier_2028 partition of dossiers.dossier FOR VALUES FROM ('1058897343283200000') TO ('1191531302092800000');

create table dossiers.dossier_2029 partition of dossiers.dossier FOR VALUES FROM ('1191531302092800000') TO ('1323802873036800000');

create table dossiers.dossier_2030 partition of dossiers.dossier FOR VALUES FROM ('1323802873036800000') TO ('1456074443980800000');

create table dossiers.dossier_data (
  shard_key smallint not null,
  case_id bigint not null,
  owner json not null,
  submitter json,
  form json not null,
  components json not null,
  sets smallint not null,
  delivery text not null,
  constraint dossier_data_pkey PRIMARY KEY (shard_key, case_id)
) partition by RANGE (case_id);
comment on table dossiers.dossier_data is 'The wide part: people, form and papers received';

create table dossiers.dossier_data_2020 partition of dossiers.dossier_data FOR VALUES FROM ('0') TO ('132633958809600000');

create table dossiers.dossier_data_2021 partition of dossiers.dossier_data FOR VALUES FROM ('132633958809600000') TO ('264905529753600000');

create table dossiers.dossier_data_2022 partition of dossiers.dossier_data FOR VALUES FROM ('264905529753600000') TO ('397177100697600000');

create table dossiers.dossier_data_2023 partition of dossiers.dossier_data FOR VALUES FROM ('397177100697600000') TO ('529448671641600000');

create table dossiers.dossier_data_2024 partition of dossiers.dossier_data FOR VALUES FROM ('529448671641600000') TO ('662082630451200000');

create table dossiers.dossier_data_2025 partition of dossiers.dossier_data FOR VALUES FROM ('662082630451200000') TO ('794354201395200000');

create table dossiers.dossier_data_2026 partition of dossiers.dossier_data FOR VALUES FROM ('794354201395200000') TO ('926625772339200000');

create table dossiers.dossier_data_2027 partition of dossiers.dossier_data FOR VALUES FROM ('926625772339200000') TO ('1058897343283200000');

create table dossiers.dossier_data_2028 partition of dossiers.dossier_data FOR VALUES FROM ('1058897343283200000') TO ('1191531302092800000');

create table dossiers.dossier_data_2029 partition of dossiers.dossier_data FOR VALUES FROM ('1191531302092800000') TO ('1323802873036800000');

create table dossiers.dossier_data_2030 partition of dossiers.dossier_data FOR VALUES FROM ('1323802873036800000') TO ('1456074443980800000');

create table dossiers.link (
  shard_key smallint not null,
  parent_id bigint not null,
  part text not null,
  position smallint not null,
  name text not null,
  unit_id integer,
  state text not null,
  child_id bigint,
  waits_for text[] not null,
  constraint link_pkey PRIMARY KEY (shard_key, parent_id, part)
);
CREATE INDEX link_coming ON dossiers.link USING btree (unit_id) WHERE (state = 'waiting'::text);
CREATE INDEX link_unplaced ON dossiers.link USING btree (shard_key, parent_id) WHERE (state = 'unplaced'::text);
comment on table dossiers.link is 'The parts of linked procedures, kept from the events of their parents by the reader of the log: what units expect and what waits for a unit';

create table dossiers.reason (
  kind text not null,
  code text not null,
  position integer not null,
  vi text not null,
  en text not null,
  legal_ground text,
  valid_from date not null,
  valid_to date,
  cause text,
  cap integer,
  cap_unit text,
  who text[],
  constraint reason_cap_check CHECK ((cap > 0)),
  constraint reason_cap_has_unit CHECK (((cap IS NULL) = (cap_unit IS NULL))),
  constraint reason_cap_unit_check CHECK ((cap_unit = ANY (ARRAY['working_days'::text, 'calendar_days'::text]))),
  constraint reason_pkey PRIMARY KEY (kind, code, valid_from)
);
comment on table dossiers.reason is 'reference: reasons an official gives for a refusal, a supplement, rework, a withdrawal, a suspension, an extension or a stop; with the cause the legal clock knows, how long the law lets it stand still, and the kinds of post that may give it (null: each that may act)';

create table dossiers.rule (
  key text not null,
  value text not null,
  valid_from date not null,
  valid_to date,
  legal_ground text,
  constraint rule_pkey PRIMARY KEY (key, valid_from)
);
comment on table dossiers.rule is 'reference: what the law or the city leaves to be set: what happens when a supplement does not come (stop, decide), how many working days before expiry an apology is due, how early lists warn of it';

create table dossiers.upkeep (
  name text not null,
  done_at timestamp with time zone not null,
  constraint upkeep_pkey PRIMARY KEY (name)
);
comment on table dossiers.upkeep is 'local: what was set right once in the rows of an earlier release';

CREATE OR REPLACE PROCEDURE dossiers.add_year(IN _year integer)
 LANGUAGE plpgsql
AS $procedure$
declare
  low bigint := (extract(epoch from make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC') - timestamptz '2020-01-01 00:00:00+00') * 1000)::bigint << 22;
  high bigint := (extract(epoch from make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC') - timestamptz '2020-01-01 00:00:00+00') * 1000)::bigint << 22;
begin
  execute format('create table if not exists dossiers.dossier_%s partition of dossiers.dossier for values from (%s) to (%s)', _year, low, high);
  execute format('create table if not exists dossiers.dossier_data_%s partition of dossiers.dossier_data for values from (%s) to (%s)', _year, low, high);
end
$procedure$
;

CREATE OR REPLACE FUNCTION dossiers.found_by(_searched text, _case_id bigint, _receiving_unit_id integer, _authority_id integer)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select array_to_tsvector(
    array_remove(regexp_split_to_array(platform.search_text(_searched), '[^a-z0-9]+'), '')
    || array['/' || _receiving_unit_id::text, '/' || _authority_id::text, '@' || dossiers.month_of(_case_id)::text])
$function$
;

CREATE OR REPLACE FUNCTION dossiers.month_of(_case_id bigint)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select (extract(year from opened)::int - 2020) * 12 + extract(month from opened)::int
  from (select timestamp '2020-01-01' + (_case_id >> 22) * interval '1 millisecond') as at (opened)
$function$
;

CREATE OR REPLACE FUNCTION dossiers.search(_words tsquery, _beginning tsquery, _is_narrow boolean, _most integer)
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  _all tsquery := case when _beginning is null then _words else _words && _beginning end;
  -- All words that begin so are costly to put together; where other words lead to few dossiers, those are looked through.
  _recent tsquery := case when numnode(_words) > 0 then _words else _all end;
  _ever tsquery := case when _is_narrow then _words else _all end;
  _newest bigint;
  _month int;
  _found bigint[] := '{}';
begin
  if not _is_narrow then
    _found := array(
      select case_id from (select case_id, words from dossiers.dossier order by case_id desc limit 2000) as newest
      where words @@ _all order by case_id desc limit _most);
  end if;
  if cardinality(_found) < _most then
    select max(case_id) into _newest from dossiers.dossier;
    _month := dossiers.month_of(_newest);
    _found := array(
      select case_id from (
        select case_id, words from dossiers.dossier
        -- Months are a condition of their own: so the index skips what lies before. The bound, a little more than two months,
        -- says which years need not be asked at all.
        where words @@ _recent and words @@ format($q$'@%s' | '@%s'$q$, _month, _month - 1)::tsquery
          and case_id > _newest - (70 * 86400000::bigint << 22)
        offset 0) as recent
      where words @@ _all order by case_id desc limit _most);
  end if;
  if cardinality(_found) < _most then
    _found := array(
      select case_id from (select case_id, words from dossiers.dossier where words @@ _ever offset 0) as everywhere
      where words @@ _all order by case_id desc limit _most);
  end if;
  return _found;
end
$function$
;

CREATE OR REPLACE FUNCTION dossiers.search_before(_words tsquery, _beginning tsquery, _most integer, _filed_before timestamp with time zone, _below bigint)
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  _all tsquery := case when _beginning is null then _words else _words && _beginning end;
  _some tsquery := case when numnode(_words) > 0 then _words else _all end;
  _month int := dossiers.month_of(_below);
  _found bigint[];
begin
  _found := array(
    select case_id from (
      select case_id, words from dossiers.dossier
      where words @@ _some and words @@ format($q$'@%s' | '@%s'$q$, _month, _month - 1)::tsquery
        and case_id > _below - (70 * 86400000::bigint << 22) and case_id < _below and filed_at < _filed_before
      offset 0) as recent
    where words @@ _all order by case_id desc limit _most);
  if cardinality(_found) < _most then
    _found := array(
      select case_id from (
        select case_id, words from dossiers.dossier where words @@ _some and case_id < _below and filed_at < _filed_before
        offset 0) as everywhere
      where words @@ _all order by case_id desc limit _most);
  end if;
  return _found;
end
$function$
;

-- schema files

create table files.blob (
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  kept_at timestamp with time zone,
  constraint blob_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint blob_size_bytes_check CHECK ((size_bytes > 0)),
  constraint blob_pkey PRIMARY KEY (sha256)
);
CREATE INDEX blob_unkept ON files.blob USING btree (last_seen_at) WHERE (kept_at IS NULL);
comment on table files.blob is 'local: each content on this node''s disk, once; kept_at is empty until a case holds it, and until then it may be swept';

create table files.file (
  shard_key smallint not null,
  case_id bigint not null,
  file_id text not null,
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  kind text not null,
  component_key text,
  uploaded_by_kind text not null,
  uploaded_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint file_pkey PRIMARY KEY (shard_key, case_id, file_id)
);
comment on table files.file is 'A file of a case: its name and what it is for; the content is the blob of that sha256';

create table files.staged_upload (
  token text not null,
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  staged_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint staged_upload_pkey PRIMARY KEY (token)
);
CREATE INDEX staged_upload_expires ON files.staged_upload USING btree (expires_at);
comment on table files.staged_upload is 'local: files sent ahead of the case they belong to; whoever holds the token may attach it until it expires';

-- schema indicators

create table indicators.contribution (
  shard_key smallint not null,
  case_id bigint not null,
  series text not null,
  unit_id integer not null,
  receiving_unit_id integer not null,
  channel text not null,
  at timestamp with time zone not null,
  numerator smallint not null,
  denominator smallint not null,
  no smallint not null default 0,
  constraint contribution_pkey PRIMARY KEY (shard_key, case_id, series, no)
);
CREATE INDEX contribution_at ON indicators.contribution USING brin (at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX contribution_list ON indicators.contribution USING btree (unit_id, series, at, case_id) INCLUDE (numerator, denominator);
comment on table indicators.contribution is 'What each case has counted for, append-only: the list behind every flow; an end with denominator 0 closes a case that was never received';
comment on column indicators.contribution.no is 'Which opinion of the case; 0 for what a case does once';

create table indicators.level_sample (
  at timestamp with time zone not null,
  unit_id integer not null,
  open integer not null,
  overdue integer not null,
  due_soon integer not null,
  constraint level_sample_pkey PRIMARY KEY (at, unit_id)
);
comment on table indicators.level_sample is 'local: levels as they stood each hour, what was known then; kept for the comparison with last week';

create table indicators.open_case (
  shard_key smallint not null,
  case_id bigint not null,
  version integer not null,
  unit_id integer not null,
  receiving_unit_id integer not null,
  channel text not null,
  procedure_code text not null,
  received_at timestamp with time zone,
  received_wt integer,
  calendar_id integer not null,
  due_wt integer,
  paused boolean not null,
  constraint open_case_pkey PRIMARY KEY (shard_key, case_id)
) with (fillfactor=85);
CREATE INDEX open_case_due ON indicators.open_case USING btree (unit_id, due_wt) INCLUDE (calendar_id, paused, received_wt) WHERE (received_at IS NOT NULL);
comment on table indicators.open_case is 'Every case that has not ended, as the levels need it; what is overdue is asked by position, so nothing flips at midnight';

create table indicators.unit_day (
  place text not null,
  on_date date not null,
  unit_id integer not null,
  series text not null,
  numerator integer not null,
  denominator integer not null,
  online integer not null,
  post integer not null,
  restated_at timestamp with time zone,
  constraint unit_day_pkey PRIMARY KEY (place, on_date, unit_id, series)
) with (fillfactor=85);
comment on table indicators.unit_day is 'local: sums of contributions by unit and city day, credited to the competent unit, to the receiving unit and to the city (unit 0); additive, merged by sum';

create table indicators.unit_month (
  place text not null,
  on_month date not null,
  unit_id integer not null,
  series text not null,
  numerator integer not null,
  denominator integer not null,
  online integer not null,
  post integer not null,
  restated_at timestamp with time zone,
  constraint unit_month_pkey PRIMARY KEY (place, on_month, unit_id, series)
) with (fillfactor=85);
comment on table indicators.unit_month is 'local: unit_day summed by month, for long periods';

CREATE OR REPLACE FUNCTION indicators.contributions_between(_from timestamp with time zone, _to timestamp with time zone)
 RETURNS TABLE(series text, at timestamp with time zone, numerator smallint, denominator smallint)
 LANGUAGE sql
 STABLE ROWS 5000
 SET enable_indexscan TO 'off'
 SET enable_indexonlyscan TO 'off'
AS $function$
  select c.series, c.at, c.numerator, c.denominator from indicators.contribution c where c.at >= _from and c.at < _to
$function$
;

CREATE OR REPLACE FUNCTION indicators.fold(_retracted json, _put json, _gone json, _contributions json, _zone text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
begin
  -- The figures are written with their checkpoint: what a crash takes back is folded again, so no commit waits for the disk.
  perform set_config('synchronous_commit', 'off', true);

  if _retracted is not null then
    with gone as (
      delete from indicators.contribution c
      using json_to_recordset(_retracted) as wrong (shard smallint, "caseId" bigint)
      where c.shard_key = wrong.shard and c.case_id = wrong."caseId"
      returning c.unit_id, c.receiving_unit_id, c.series, c.channel, c.numerator, c.denominator, (c.at at time zone _zone)::date as on_date
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'receiving', receiving_unit_id, series, on_date, channel, numerator, denominator from gone
      union all
      select 'city', 0, series, on_date, channel, numerator, denominator from gone
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post
      from credited group by place, on_date, unit_id, series
    ), monthly as (
      select place, date_trunc('month', on_date)::date as on_month, unit_id, series,
        sum(numerator)::int as numerator, sum(denominator)::int as denominator, sum(online)::int as online, sum(post)::int as post
      from summed group by 1, 2, 3, 4
    ), days as (
      update indicators.unit_day d
      set numerator = d.numerator - s.numerator, denominator = d.denominator - s.denominator, online = d.online - s.online, post = d.post - s.post
      from summed s
      where (d.place, d.on_date, d.unit_id, d.series) = (s.place, s.on_date, s.unit_id, s.series)
    )
    update indicators.unit_month m
    set numerator = m.numerator - s.numerator, denominator = m.denominator - s.denominator, online = m.online - s.online, post = m.post - s.post
    from monthly s
    where (m.place, m.on_month, m.unit_id, m.series) = (s.place, s.on_month, s.unit_id, s.series);
  end if;

  if _put is not null then
    insert into indicators.open_case as o
      (shard_key, case_id, version, unit_id, receiving_unit_id, channel, procedure_code, received_at, received_wt, calendar_id, due_wt, paused)
    select shard, "caseId", version, "unitId", "receivingUnitId", channel, "procedureCode", "receivedAt", "receivedWt", "calendarId", "dueWt", paused
    from json_to_recordset(_put) as t (
      shard smallint, "caseId" bigint, version int, "unitId" int, "receivingUnitId" int, channel text, "procedureCode" text, "receivedAt" timestamptz,
      "receivedWt" int, "calendarId" int, "dueWt" int, paused boolean)
    on conflict (shard_key, case_id) do update set
      version = excluded.version, unit_id = excluded.unit_id, receiving_unit_id = excluded.receiving_unit_id,
      received_at = excluded.received_at, received_wt = excluded.received_wt, calendar_id = excluded.calendar_id,
      due_wt = excluded.due_wt, paused = excluded.paused;
  end if;

  if _gone is not null then
    delete from indicators.open_case o
    using json_to_recordset(_gone) as gone (shard smallint, "caseId" bigint)
    where o.shard_key = gone.shard and o.case_id = gone."caseId";
  end if;

  -- A contribution already there changes nothing, and no sum.
  if _contributions is not null then
    with given as materialized (
      select shard as shard_key, "caseId" as case_id, series, "unitId" as unit_id, "receivingUnitId" as receiving_unit_id,
        channel, at, "recordedAt" as recorded_at, numerator, denominator, no
      from json_to_recordset(_contributions) as t (
        shard smallint, "caseId" bigint, series text, "unitId" int, "receivingUnitId" int, channel text, at timestamptz, "recordedAt" timestamptz,
        numerator smallint, denominator smallint, no smallint)
    ), added as (
      insert into indicators.contribution (shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no)
      select shard_key, case_id, series, unit_id, receiving_unit_id, channel, at, numerator, denominator, no from given
      on conflict do nothing
      returning shard_key, case_id, series, no
    ), dated as (
      select given.*, (at at time zone _zone)::date as on_date, (recorded_at at time zone _zone)::date as recorded_on
      from given join added using (shard_key, case_id, series, no)
      where denominator > 0
    ), credited as (
      select 'competent' as place, unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'receiving', receiving_unit_id, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
      union all
      select 'city', 0, series, on_date, recorded_on, recorded_at, channel, numerator, denominator from dated
    ), summed as (
      select place, on_date, unit_id, series, sum(numerator)::int as numerator, sum(denominator)::int as denominator,
        coalesce(sum(denominator) filter (where channel = 'online'), 0)::int as online,
        coalesce(sum(denominator) filter (where channel = 'post'), 0)::int as post,
        max(recorded_at) filter (where recorded_on > on_date) as restated_at
      from credited group by place, on_date, unit_id, series
    ), days as (
      insert into indicators.unit_day as d (place, on_date, unit_id, series, numerator, denominator, online, post, restated_at)
      select * from summed
      on conflict (place, on_date, unit_id, series) do update set
        numerator = d.numerator + excluded.numerator, denominator = d.denominator + excluded.denominator,
        online = d.online + excluded.online, post = d.post + excluded.post,
        restated_at = greatest(d.restated_at, excluded.restated_at)
    )
    insert into indicators.unit_month as m (place, on_month, unit_id, series, numerator, denominator, online, post, restated_at)
    select place, date_trunc('month', on_date)::date, unit_id, series, sum(numerator), sum(denominator), sum(online), sum(post), max(restated_at)
    from summed group by 1, 2, 3, 4
    on conflict (place, on_month, unit_id, series) do update set
      numerator = m.numerator + excluded.numerator, denominator = m.denominator + excluded.denominator,
      online = m.online + excluded.online, post = m.post + excluded.post,
      restated_at = greatest(m.restated_at, excluded.restated_at);
  end if;

  return true;
end
$function$
;

-- schema notifications

create table notifications.delivery (
  recipient text not null,
  key text not null,
  address text not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  last_error text,
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))),
  constraint delivery_recipient_key_fkey FOREIGN KEY (recipient, key) REFERENCES notifications.notice(recipient, key) ON DELETE CASCADE,
  constraint delivery_pkey PRIMARY KEY (recipient, key)
) with (fillfactor=80);
CREATE INDEX delivery_failed ON notifications.delivery USING btree (next_at) WHERE (state = 'failed'::text);
CREATE INDEX delivery_waiting ON notifications.delivery USING btree (next_at) WHERE (state = 'waiting'::text);
comment on table notifications.delivery is 'local: the e-mail of a notice: when it is tried next, how often it was, and how it ended';

create table notifications.mailbox (
  recipient text not null,
  address text not null,
  changed_at timestamp with time zone not null,
  constraint mailbox_address_check CHECK ((address ~~ '%_@_%'::text)),
  constraint mailbox_pkey PRIMARY KEY (recipient)
);
comment on table notifications.mailbox is 'local: where a person wants notices by e-mail; no row means nowhere';

create table notifications.muted (
  recipient text not null,
  topic text not null,
  channel text not null,
  constraint muted_channel_check CHECK ((channel = ANY (ARRAY['inbox'::text, 'email'::text]))),
  constraint muted_pkey PRIMARY KEY (recipient, topic, channel)
);
comment on table notifications.muted is 'local: what a person does not want to be told, and where not; no row means it is told';

create table notifications.notice (
  recipient text not null,
  key text not null,
  topic text not null,
  case_id bigint,
  code text,
  vi text not null,
  en text not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  xid xid8 not null default pg_current_xact_id(),
  constraint notice_en_check CHECK ((en <> ''::text)),
  constraint notice_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint notice_recipient_check CHECK ((recipient ~ '^(officer|citizen):.+$'::text)),
  constraint notice_vi_check CHECK ((vi <> ''::text)),
  constraint notice_pkey PRIMARY KEY (recipient, key)
) with (fillfactor=90);
CREATE INDEX notice_created ON notifications.notice USING btree (created_at);
CREATE INDEX notice_newest ON notifications.notice USING btree (recipient, created_at DESC, key);
CREATE INDEX notice_unread ON notifications.notice USING btree (recipient) WHERE (read_at IS NULL);
CREATE INDEX notice_xid ON notifications.notice USING btree (xid);
comment on table notifications.notice is 'local: what one person was told, once per key; the sentence is kept as it was said';

create table notifications.retention (
  topic text not null,
  days integer not null,
  legal_ground text,
  constraint retention_days_check CHECK (((days >= 1) AND (days <= 36500))),
  constraint retention_pkey PRIMARY KEY (topic)
);
comment on table notifications.retention is 'reference: for how many days notices of a topic are kept; `*` is every topic without a row of its own';

create table notifications.watch (
  shard_key smallint not null,
  case_id bigint not null,
  recipient text not null,
  code text not null,
  since timestamp with time zone not null,
  constraint watch_pkey PRIMARY KEY (shard_key, case_id, recipient)
);
CREATE INDEX watch_recipient ON notifications.watch USING btree (recipient);
comment on table notifications.watch is 'who asked to be told when the due date of a case moves';

-- schema organisation

create table organisation.account (
  id integer not null,
  person_id integer not null,
  login text not null,
  password_hash text not null,
  disabled_at timestamp with time zone,
  password_changed_at timestamp with time zone,
  constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES organisation.person(id),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_login_unique UNIQUE (login)
);
CREATE INDEX account_person ON organisation.account USING btree (person_id);
comment on table organisation.account is 'reference: how a person signs in; no password_changed_at means the password is a one-time one';

create table organisation.assignment (
  person_id integer not null,
  post_id integer not null,
  valid_from date not null,
  valid_to date,
  constraint assignment_check CHECK ((valid_to > valid_from)),
  constraint assignment_person_id_fkey FOREIGN KEY (person_id) REFERENCES organisation.person(id),
  constraint assignment_post_id_fkey FOREIGN KEY (post_id) REFERENCES organisation.post(id),
  constraint assignment_pkey PRIMARY KEY (person_id, post_id, valid_from),
  constraint assignment_one_holder EXCLUDE USING gist (post_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
comment on table organisation.assignment is 'reference: who holds which post in which days; a post has one holder at a time, a person may hold several posts';

create table organisation.authority (
  id integer not null,
  from_unit_id integer not null,
  to_unit_id integer not null,
  kind text not null,
  legal_number text not null,
  decided_on date not null,
  legal_ground text not null,
  valid_from date not null,
  valid_to date,
  procedure_codes text[] not null,
  fields text[] not null,
  conditions text not null,
  recorded_by integer not null,
  recorded_at timestamp with time zone not null,
  ended_on date,
  end_legal_number text,
  end_decided_on date,
  ended_by integer,
  ended_at timestamp with time zone,
  constraint authority_check CHECK ((to_unit_id <> from_unit_id)),
  constraint authority_check1 CHECK ((valid_from >= decided_on)),
  constraint authority_check2 CHECK ((valid_to > valid_from)),
  constraint authority_check3 CHECK ((end_decided_on <= ended_on)),
  constraint authority_check4 CHECK (((cardinality(procedure_codes) + cardinality(fields)) > 0)),
  constraint authority_check5 CHECK ((num_nulls(ended_on, end_legal_number, end_decided_on, ended_by, ended_at) = ANY (ARRAY[0, 5]))),
  constraint authority_kind_check CHECK ((kind = ANY (ARRAY['decentralised'::text, 'delegated'::text]))),
  constraint authority_legal_ground_check CHECK ((legal_ground <> ''::text)),
  constraint authority_legal_number_check CHECK ((legal_number <> ''::text)),
  constraint authority_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES organisation.account(id),
  constraint authority_from_unit_id_fkey FOREIGN KEY (from_unit_id) REFERENCES organisation.unit(id),
  constraint authority_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES organisation.account(id),
  constraint authority_to_unit_id_fkey FOREIGN KEY (to_unit_id) REFERENCES organisation.unit(id),
  constraint authority_pkey PRIMARY KEY (id)
);
CREATE INDEX authority_from_unit ON organisation.authority USING btree (from_unit_id);
CREATE INDEX authority_to_unit ON organisation.authority USING btree (to_unit_id);
comment on table organisation.authority is 'reference: which unit decides which procedures, named or by their field, in the place of the competent one, in which days and by which decision; ended before its time by another decision';

create table organisation.closed_books (
  closed_through date not null,
  legal_number text not null,
  closed_by integer not null,
  closed_at timestamp with time zone not null,
  constraint closed_books_legal_number_check CHECK ((legal_number <> ''::text)),
  constraint closed_books_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES organisation.account(id),
  constraint closed_books_pkey PRIMARY KEY (closed_through)
);
comment on table organisation.closed_books is 'reference: through which day reported figures are final; nothing may change the map before it';

create table organisation.person (
  id integer not null,
  full_name text not null,
  given_name_key text collate C not null,
  constraint person_full_name_check CHECK ((full_name <> ''::text)),
  constraint person_pkey PRIMARY KEY (id)
);
comment on table organisation.person is 'reference: somebody who works for the city; sorted by the Vietnamese given-name rule through given_name_key';

create table organisation.post (
  id integer not null,
  unit_id integer not null,
  kind text not null,
  title text not null,
  fields text[] not null default '{}'::text[],
  valid_from date not null,
  valid_to date,
  constraint post_check CHECK ((valid_to > valid_from)),
  constraint post_kind_check CHECK ((kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint post_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES organisation.unit(id),
  constraint post_pkey PRIMARY KEY (id)
);
CREATE INDEX post_unit_kind ON organisation.post USING btree (unit_id, kind);
comment on table organisation.post is 'reference: a place in a unit that somebody holds; work is given to posts, not to people; no fields means every field of the unit';

create table organisation.post_grant (
  post_kind text not null,
  permission text not null,
  scope text not null,
  valid_from date not null,
  valid_to date,
  legal_ground text,
  constraint post_grant_check CHECK ((valid_to > valid_from)),
  constraint post_grant_permission_check CHECK ((permission ~ '^[a-z_]+\.[a-z_]+$'::text)),
  constraint post_grant_post_kind_check CHECK ((post_kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint post_grant_scope_check CHECK ((scope = ANY (ARRAY['unit'::text, 'subtree'::text, 'city'::text]))),
  constraint post_grant_pkey PRIMARY KEY (post_kind, permission, scope, valid_from)
);
comment on table organisation.post_grant is 'reference: what each kind of post may do, how far, in which days and by which decision';

create table organisation.post_move (
  reorganisation_id integer not null,
  from_post_id integer not null,
  to_post_id integer not null,
  effective_on date not null,
  constraint post_move_from_post_id_fkey FOREIGN KEY (from_post_id) REFERENCES organisation.post(id),
  constraint post_move_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint post_move_to_post_id_fkey FOREIGN KEY (to_post_id) REFERENCES organisation.post(id),
  constraint post_move_pkey PRIMARY KEY (from_post_id, reorganisation_id)
);
comment on table organisation.post_move is 'reference: which post follows which from the effective day on; sessions follow it too. A post that no other one preceded has the same number twice';

create table organisation.reorganisation (
  id integer not null,
  title text not null,
  effective_on date not null,
  legal_number text not null,
  legal_date date not null,
  status text not null,
  version integer not null,
  changed_by integer,
  approved_by integer,
  applied_by integer,
  applied_post integer,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint reorganisation_legal_number_check CHECK ((legal_number <> ''::text)),
  constraint reorganisation_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'checked'::text, 'approved'::text, 'scheduled'::text, 'applying'::text, 'applied'::text, 'undone'::text]))),
  constraint reorganisation_title_check CHECK ((title <> ''::text)),
  constraint reorganisation_applied_by_fkey FOREIGN KEY (applied_by) REFERENCES organisation.account(id),
  constraint reorganisation_applied_post_fkey FOREIGN KEY (applied_post) REFERENCES organisation.post(id),
  constraint reorganisation_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES organisation.account(id),
  constraint reorganisation_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES organisation.account(id),
  constraint reorganisation_pkey PRIMARY KEY (id),
  constraint reorganisation_ground_once UNIQUE (legal_number, effective_on)
);
comment on table organisation.reorganisation is 'reference: a change of the map on one day by one decision, from draft to applied; nobody in changed_by means the release prepared it';

create table organisation.reorganisation_act (
  reorganisation_id integer not null,
  seq integer not null,
  at timestamp with time zone not null,
  account_id integer,
  act text not null,
  facts jsonb not null,
  constraint reorganisation_act_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint reorganisation_act_pkey PRIMARY KEY (reorganisation_id, seq)
);
comment on table organisation.reorganisation_act is 'reference: who did what to a reorganisation and when, append-only';

create table organisation.reorganisation_cover (
  reorganisation_id integer not null,
  code text not null,
  kind text not null,
  by_kind text not null,
  constraint reorganisation_cover_by_kind_check CHECK ((by_kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint reorganisation_cover_kind_check CHECK ((kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint reorganisation_cover_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint reorganisation_cover_pkey PRIMARY KEY (reorganisation_id, code, kind)
);
comment on table organisation.reorganisation_cover is 'reference: kinds of posts of a new unit that somebody on another of its posts holds besides their own';

create table organisation.reorganisation_filing_end (
  reorganisation_id integer not null,
  procedure_code text not null,
  constraint reorganisation_filing_end_procedure_code_check CHECK ((procedure_code <> ''::text)),
  constraint reorganisation_filing_end_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint reorganisation_filing_end_pkey PRIMARY KEY (reorganisation_id, procedure_code)
);
comment on table organisation.reorganisation_filing_end is 'reference: procedures of which somebody confirmed that nobody takes them in from the effective day on, since the level or unit that decides them ends';

create table organisation.reorganisation_post (
  reorganisation_id integer not null,
  post_id integer not null,
  successor_code text not null,
  kind text,
  constraint reorganisation_post_kind_check CHECK ((kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint reorganisation_post_post_id_fkey FOREIGN KEY (post_id) REFERENCES organisation.post(id),
  constraint reorganisation_post_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint reorganisation_post_pkey PRIMARY KEY (reorganisation_id, post_id)
);
comment on table organisation.reorganisation_post is 'reference: posts that go elsewhere, or become another kind of post, than the rest of their unit';

create table organisation.reorganisation_unit (
  reorganisation_id integer not null,
  code text not null,
  act text not null,
  name text,
  kind text,
  tier text,
  parent_code text,
  agency_code text,
  calendar_id integer,
  longitude double precision,
  latitude double precision,
  unit_id integer,
  constraint reorganisation_unit_act_check CHECK ((act = ANY (ARRAY['open'::text, 'change'::text, 'close'::text]))),
  constraint reorganisation_unit_check CHECK (((act = 'close'::text) OR ((name IS NOT NULL) AND (kind IS NOT NULL) AND (tier IS NOT NULL)))),
  constraint reorganisation_unit_check1 CHECK (((longitude IS NULL) = (latitude IS NULL))),
  constraint reorganisation_unit_code_check CHECK ((code <> ''::text)),
  constraint reorganisation_unit_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  constraint reorganisation_unit_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  constraint reorganisation_unit_tier_check CHECK ((tier = ANY (ARRAY['city'::text, 'district'::text, 'commune'::text, 'department'::text]))),
  constraint reorganisation_unit_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint reorganisation_unit_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES organisation.unit(id),
  constraint reorganisation_unit_pkey PRIMARY KEY (reorganisation_id, code, act)
);
comment on table organisation.reorganisation_unit is 'reference: which units a reorganisation opens, changes or closes; a code closed and opened is given to a new unit. unit_id is known once applied';

create table organisation.revision (
  only_row boolean not null default true,
  number integer not null,
  constraint revision_only_row_check CHECK (only_row),
  constraint revision_pkey PRIMARY KEY (only_row)
);
comment on table organisation.revision is 'local: grows with every change of units and grants, so that each process knows when what it holds in memory is old';

create table organisation.session (
  token_hash bytea not null,
  account_id integer not null,
  post_id integer not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  ip text not null,
  user_agent text not null,
  substitution_id integer,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES organisation.account(id),
  constraint session_post_id_fkey FOREIGN KEY (post_id) REFERENCES organisation.post(id),
  constraint session_substitution_id_fkey FOREIGN KEY (substitution_id) REFERENCES organisation.substitution(id),
  constraint session_pkey PRIMARY KEY (token_hash)
) with (fillfactor=80);
CREATE INDEX session_account ON organisation.session USING btree (account_id);
comment on table organisation.session is 'local: who is signed in; only the hash of the token is kept, so a copy of the table opens nothing';

create table organisation.sign_in_attempt (
  key text not null,
  minute timestamp with time zone not null,
  failures integer not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (key, minute)
) with (fillfactor=80);
CREATE INDEX sign_in_attempt_minute ON organisation.sign_in_attempt USING btree (minute);
comment on table organisation.sign_in_attempt is 'local: failed sign-ins per minute and per login, address and both together; what is older than the window is deleted';

create table organisation.signing_rule (
  basis text not null,
  valid_from date not null,
  valid_to date,
  abbreviation text not null,
  mark text,
  legal_ground text not null,
  is_verified boolean not null,
  constraint signing_rule_abbreviation_check CHECK ((abbreviation <> ''::text)),
  constraint signing_rule_basis_check CHECK ((basis = ANY (ARRAY['collective'::text, 'acting'::text, 'deputy'::text, 'by_order'::text, 'authorised'::text, 'delegated'::text]))),
  constraint signing_rule_check CHECK ((valid_to > valid_from)),
  constraint signing_rule_check1 CHECK (((basis = ANY (ARRAY['collective'::text, 'acting'::text, 'deputy'::text])) = (mark IS NOT NULL))),
  constraint signing_rule_legal_ground_check CHECK ((legal_ground <> ''::text)),
  constraint signing_rule_pkey PRIMARY KEY (basis, valid_from)
);
comment on table organisation.signing_rule is 'reference: what stands over a signature and why: the body in whose name, the word by which a title says that somebody acts for or deputises for the head, sign by order or by authority. What nobody has read in the law yet says so in is_verified';

create table organisation.substitution (
  id integer not null,
  post_id integer not null,
  person_id integer not null,
  substitute_id integer not null,
  valid_from date not null,
  valid_to date not null,
  reason text not null,
  legal_number text not null,
  recorded_by integer not null,
  recorded_at timestamp with time zone not null,
  approved_by integer,
  approved_at timestamp with time zone,
  ended_by integer,
  ended_at timestamp with time zone,
  ended_on date,
  fields text[] not null default '{}'::text[],
  procedure_codes text[] not null default '{}'::text[],
  constraint substitution_check CHECK ((substitute_id <> person_id)),
  constraint substitution_check1 CHECK ((valid_to > valid_from)),
  constraint substitution_check2 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
  constraint substitution_check3 CHECK ((((ended_by IS NULL) = (ended_at IS NULL)) AND ((ended_by IS NULL) = (ended_on IS NULL)))),
  constraint substitution_legal_number_check CHECK ((legal_number <> ''::text)),
  constraint substitution_reason_check CHECK ((reason <> ''::text)),
  constraint substitution_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES organisation.account(id),
  constraint substitution_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES organisation.account(id),
  constraint substitution_person_id_fkey FOREIGN KEY (person_id) REFERENCES organisation.person(id),
  constraint substitution_post_id_fkey FOREIGN KEY (post_id) REFERENCES organisation.post(id),
  constraint substitution_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES organisation.account(id),
  constraint substitution_substitute_id_fkey FOREIGN KEY (substitute_id) REFERENCES organisation.person(id),
  constraint substitution_pkey PRIMARY KEY (id),
  constraint substitution_one_at_a_time EXCLUDE USING gist (post_id WITH =, daterange(valid_from, GREATEST(valid_from, COALESCE(ended_on, valid_to))) WITH &&) WHERE (((fields = '{}'::text[]) AND (procedure_codes = '{}'::text[])))
);
CREATE INDEX substitution_substitute ON organisation.substitution USING btree (substitute_id);
comment on table organisation.substitution is 'reference: who stands in for whom on which post, in which days, for which fields or procedures (none: all of the post) and by which paper; in force once approved and until ended';

create table organisation.succession (
  reorganisation_id integer not null,
  predecessor_code text not null,
  successor_code text not null,
  position integer not null,
  extent text not null,
  rule text,
  share double precision,
  takes text[] not null default '{}'::text[],
  is_rest boolean not null default false,
  takes_posts boolean not null default false,
  predecessor_id integer,
  successor_id integer,
  constraint succession_extent_check CHECK ((extent = ANY (ARRAY['full'::text, 'partial'::text]))),
  constraint succession_predecessor_code_check CHECK ((predecessor_code <> ''::text)),
  constraint succession_rule_check CHECK ((rule = ANY (ARRAY['by_share'::text, 'by_field'::text, 'by_list'::text, 'by_address'::text, 'by_receiving'::text]))),
  constraint succession_share_check CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision))),
  constraint succession_successor_code_check CHECK ((successor_code <> ''::text)),
  constraint succession_predecessor_id_fkey FOREIGN KEY (predecessor_id) REFERENCES organisation.unit(id),
  constraint succession_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint succession_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES organisation.unit(id),
  constraint succession_pkey PRIMARY KEY (reorganisation_id, predecessor_code, successor_code)
);
comment on table organisation.succession is 'reference: what of an old unit goes to which new one and by which rule; the ids are known once applied';

create table organisation.unit (
  id integer not null,
  code text not null,
  tier text not null,
  agency_code text,
  calendar_id integer not null default 1,
  longitude double precision,
  latitude double precision,
  opened_on date not null,
  closed_on date,
  constraint unit_check CHECK ((closed_on > opened_on)),
  constraint unit_check1 CHECK (((longitude IS NULL) = (latitude IS NULL))),
  constraint unit_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  constraint unit_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  constraint unit_tier_check CHECK ((tier = ANY (ARRAY['city'::text, 'district'::text, 'commune'::text, 'department'::text]))),
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_code_once_a_day EXCLUDE USING gist (code WITH =, daterange(opened_on, closed_on) WITH &&)
);
comment on table organisation.unit is 'reference: a unit of the administration from the day it opens to the day it closes; never deleted';

create table organisation.unit_alias (
  agency_code text not null,
  valid_from date not null,
  unit_id integer not null,
  reorganisation_id integer not null,
  constraint unit_alias_reorganisation_id_fkey FOREIGN KEY (reorganisation_id) REFERENCES organisation.reorganisation(id),
  constraint unit_alias_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES organisation.unit(id),
  constraint unit_alias_pkey PRIMARY KEY (agency_code, valid_from)
);
comment on table organisation.unit_alias is 'reference: who answers to the electronic address of a closed unit, from which day';

create table organisation.unit_term (
  unit_id integer not null,
  valid_from date not null,
  valid_to date,
  name text not null,
  kind text not null,
  parent_id integer,
  constraint unit_term_check CHECK ((valid_to > valid_from)),
  constraint unit_term_check1 CHECK ((parent_id <> unit_id)),
  constraint unit_term_name_check CHECK ((name <> ''::text)),
  constraint unit_term_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organisation.unit(id),
  constraint unit_term_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES organisation.unit(id),
  constraint unit_term_pkey PRIMARY KEY (unit_id, valid_from),
  constraint unit_term_no_overlap EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX unit_term_parent ON organisation.unit_term USING btree (parent_id);
comment on table organisation.unit_term is 'reference: what a unit was called and to whom it belonged, in which days; terms of one unit never overlap';

-- schema platform

create table platform.city_time (
  one boolean not null default true,
  real_at timestamp with time zone not null,
  city_at timestamp with time zone not null,
  speed double precision not null,
  constraint city_time_one_check CHECK (one),
  constraint city_time_pkey PRIMARY KEY (one)
);
comment on table platform.city_time is 'local: where the clock of a demo city stands; empty in a real one';

create table platform.consumer (
  name text not null,
  after_xid xid8 not null default '0'::xid8,
  after_case bigint not null default 0,
  after_seq integer not null default 0,
  handled bigint not null default 0,
  updated_at timestamp with time zone not null default now(),
  constraint consumer_pkey PRIMARY KEY (name)
);
comment on table platform.consumer is 'local: how far each reader of the outbox has come, in commit-safe order';

create table platform.migration (
  module text not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (module, name)
);
comment on table platform.migration is 'local: which migrations this database has had';

CREATE OR REPLACE FUNCTION platform.search_text(input text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select lower(translate(platform.unaccent('platform.unaccent'::regdictionary, normalize(input, NFC)), 'đĐ', 'dD'))
$function$
;

-- schema portal

create table portal.account (
  id text not null,
  login text not null,
  password_hash text not null,
  person json not null,
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint account_id_check CHECK ((id <> ''::text)),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_login_unique UNIQUE (login)
);
comment on table portal.account is 'local: how a citizen signs in, and the person data to fill forms with; nothing of a dossier';

create table portal.attempt (
  key text not null,
  minute timestamp with time zone not null,
  count integer not null,
  constraint attempt_pkey PRIMARY KEY (key, minute)
) with (fillfactor=80);
CREATE INDEX attempt_minute ON portal.attempt USING btree (minute);
comment on table portal.attempt is 'local: guesses at passwords and look-up secrets, and registrations, per minute and per login or address; deleted when older than the window';

create table portal.draft (
  id text not null,
  account_id text,
  holder_hash bytea,
  procedure_code text not null,
  procedure_name text not null,
  step text not null,
  typed json not null,
  files json not null,
  command_key text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  sent_code text,
  sent_secret text,
  constraint draft_check CHECK (((account_id IS NULL) <> (holder_hash IS NULL))),
  constraint draft_check1 CHECK (((sent_code IS NULL) = (sent_secret IS NULL))),
  constraint draft_id_check CHECK ((id <> ''::text)),
  constraint draft_step_check CHECK ((step = ANY (ARRAY['place'::text, 'person'::text, 'form'::text, 'papers'::text, 'review'::text]))),
  constraint draft_account_id_fkey FOREIGN KEY (account_id) REFERENCES portal.account(id),
  constraint draft_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX draft_account ON portal.draft USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX draft_expires ON portal.draft USING btree (expires_at);
CREATE INDEX draft_holder ON portal.draft USING btree (holder_hash) WHERE (holder_hash IS NOT NULL);
comment on table portal.draft is 'local: a dossier being filled in, by an account or by a browser whose token has this hash; kept as typed, right or wrong';

create table portal.session (
  token_hash bytea not null,
  account_id text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  ip text not null,
  user_agent text not null,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES portal.account(id),
  constraint session_pkey PRIMARY KEY (token_hash)
) with (fillfactor=80);
CREATE INDEX session_account ON portal.session USING btree (account_id);
comment on table portal.session is 'local: which citizens are signed in; only the hash of the token is kept, so a copy of the table opens nothing';
