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
  clock json,
  calendar_id integer not null,
  due_wt integer,
  promised_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  received_at timestamp with time zone,
  closed_at timestamp with time zone,
  touched_at timestamp with time zone not null,
  tags json not null,
  last_hash bytea not null,
  constraint case_pkey PRIMARY KEY (shard_key, case_id)
) partition by RANGE (case_id);
CREATE INDEX case_open_due ON ONLY casework."case" USING btree (authority_id, calendar_id, due_wt) WHERE (closed_at IS NULL);
CREATE INDEX case_opened ON ONLY casework."case" USING btree (authority_id, opened_at);
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

create table casework.definition (
  definition_id integer not null,
  kind text not null,
  checksum text not null,
  steps jsonb not null,
  created_at timestamp with time zone not null,
  constraint definition_pkey PRIMARY KEY (definition_id),
  constraint definition_checksum_key UNIQUE (checksum)
);
comment on table casework.definition is 'reference: processes as officials wrote them, one row per distinct table of steps; never changed';

create table casework.event (
  shard_key smallint not null,
  case_id bigint not null,
  seq integer not null,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  actor_id integer,
  post_id integer,
  actor_unit_id integer,
  happened_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  command_key bytea not null,
  payload json not null,
  hash bytea not null,
  constraint event_pkey PRIMARY KEY (shard_key, case_id, seq)
) partition by RANGE (case_id);
CREATE INDEX event_outbox ON ONLY casework.event USING btree (xid, case_id, seq);
comment on table casework.event is 'The history, append-only and hash-chained per case; also the outbox, read in the order of xid';

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

create table casework.open_task (
  shard_key smallint not null,
  case_id bigint not null,
  task_no integer not null,
  step_key text not null,
  unit_id integer not null,
  post_kind text not null,
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
    recorded_at,
    payload
   FROM casework.event;

CREATE OR REPLACE PROCEDURE casework.add_year(IN _year integer)
 LANGUAGE plpgsql
AS $procedure$
declare
  low bigint := casework.first_case_id(make_timestamptz(_year, 1, 1, 0, 0, 0, 'UTC'));
  high bigint := casework.first_case_id(make_timestamptz(_year + 1, 1, 1, 0, 0, 0, 'UTC'));
begin
  execute format('create table if not exists casework.case_%s partition of casework.case for values from (%s) to (%s) with (fillfactor = 82)', _year, low, high);
  execute format('create table if not exists casework.event_%s partition of casework.event for values from (%s) to (%s)', _year, low, high);
end
$procedure$
;

CREATE OR REPLACE FUNCTION casework.advance(_shard smallint, _case bigint, _version integer, _key bytea, _type text, _actor integer, _post integer, _actor_unit integer, _happened timestamp with time zone, _recorded timestamp with time zone, _payload json, _hash bytea, _unit integer, _authority integer, _status text, _money text, _delivery text, _sync text, _outcome text, _marking json, _clock json, _calendar integer, _due integer, _promised timestamp with time zone, _received timestamp with time zone, _closed timestamp with time zone, _tags json, _close integer[], _put json)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
begin
  update casework.case set
    version = _version + 1, unit_id = _unit, authority_id = _authority, status = _status,
    money_status = _money, delivery_status = _delivery, sync_status = _sync, outcome = _outcome,
    marking = _marking, clock = _clock, calendar_id = _calendar, due_wt = _due, promised_at = _promised,
    received_at = _received, closed_at = _closed, touched_at = _recorded, tags = _tags, last_hash = _hash
  where shard_key = _shard and case_id = _case and version = _version;
  if not found then
    perform from casework.event
      where shard_key = _shard and case_id = _case and seq = _version + 1 and command_key = _key;
    if found then return 'repeated'; end if;
    perform from casework.case where shard_key = _shard and case_id = _case;
    return case when found then 'stale' else 'missing' end;
  end if;
  insert into casework.event (shard_key, case_id, seq, type, actor_id, post_id, actor_unit_id, happened_at, recorded_at, command_key, payload, hash)
  values (_shard, _case, _version + 1, _type, _actor, _post, _actor_unit, _happened, _recorded, _key, _payload, _hash);
  if _close is not null or _put is not null then
    perform casework.put_tasks(_shard, _case, _close, _put);
  end if;
  return 'done';
end
$function$
;

CREATE OR REPLACE FUNCTION casework.first_case_id(at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select (extract(epoch from (at - timestamptz '2020-01-01 00:00:00+00')) * 1000)::bigint << 22 $function$
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

CREATE OR REPLACE FUNCTION casework.put_tasks(_shard smallint, _case bigint, _close integer[], _put json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if _close is not null then
    delete from casework.open_task where shard_key = _shard and case_id = _case and task_no = any(_close);
  end if;
  if _put is not null then
    insert into casework.open_task (shard_key, case_id, task_no, step_key, unit_id, post_kind, assignee_id, waiting, opened_at, calendar_id, due_wt)
    select _shard, _case, t."taskNo", t."stepKey", t."unitId", t."postKind", t."assigneeId", t.waiting, t."openedAt", t."calendarId", t."dueWt"
    from json_to_recordset(_put) as t("taskNo" int, "stepKey" text, "unitId" int, "postKind" text, "assigneeId" int, waiting boolean, "openedAt" timestamptz, "calendarId" int, "dueWt" int)
    on conflict (shard_key, case_id, task_no) do update
      set assignee_id = excluded.assignee_id, waiting = excluded.waiting, due_wt = excluded.due_wt;
  end if;
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
  field text,
  valid_from date not null,
  valid_to date,
  constraint post_check CHECK ((valid_to > valid_from)),
  constraint post_kind_check CHECK ((kind = ANY (ARRAY['one_stop'::text, 'specialist'::text, 'head'::text, 'leader'::text, 'clerk'::text, 'controller'::text, 'operator'::text]))),
  constraint post_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES organisation.unit(id),
  constraint post_pkey PRIMARY KEY (id)
);
CREATE INDEX post_unit_kind ON organisation.post USING btree (unit_id, kind);
comment on table organisation.post is 'reference: a place in a unit that somebody holds; work is given to posts, not to people';

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
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES organisation.account(id),
  constraint session_post_id_fkey FOREIGN KEY (post_id) REFERENCES organisation.post(id),
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
  constraint unit_code_key UNIQUE (code)
);
comment on table organisation.unit is 'reference: a unit of the administration from the day it opens to the day it closes; never deleted';

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
