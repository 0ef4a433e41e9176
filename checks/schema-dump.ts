import type { Client } from 'pg'

/**
 * The shape of our schemas as SQL-like text in a stable order, read from the catalogue because the PostgreSQL
 * that npm ships has no pg_dump. It is for reading and comparing, not for restoring.
 */
export async function dumpSchema(client: Client, schemas: readonly string[]): Promise<string> {
  const parts: string[] = []
  for (const schema of schemas.toSorted()) {
    const blocks = [
      ...(await tables(client, schema)),
      ...(await lines(client, viewsQuery, schema)),
      ...(await lines(client, sequencesQuery, schema)),
      ...(await lines(client, typesQuery, schema)),
      ...(await lines(client, functionsQuery, schema)),
      ...(await lines(client, triggersQuery, schema)),
    ]
    parts.push(`-- schema ${schema}`, ...blocks)
  }
  return `${parts.join('\n\n')}\n`
}

async function tables(client: Client, schema: string): Promise<string[]> {
  const heads = await lines(client, tablesQuery, schema)
  const columns = await grouped(client, columnsQuery, schema)
  const constraints = await grouped(client, constraintsQuery, schema)
  const indexes = await grouped(client, indexesQuery, schema)
  const comments = await grouped(client, commentsQuery, schema)
  return heads.map((head) => {
    const [name = '', kind = '', options = '', partition] = head.split('\t')
    // A partition has the columns and indexes of its parent; where it lies is all there is to say.
    if (partition) return `create ${kind} ${schema}.${name} ${partition};`
    const body = [...(columns.get(name) ?? []), ...(constraints.get(name) ?? [])]
    const create = `create ${kind} ${schema}.${name} (\n${body.map((each) => `  ${each}`).join(',\n')}\n)${options};`
    return [create, ...(indexes.get(name) ?? []), ...(comments.get(name) ?? [])].join('\n')
  })
}

async function lines(client: Client, query: string, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(query, [schema])
  return rows.map((row) => row.line)
}

async function grouped(client: Client, query: string, schema: string): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ name: string; line: string }>(query, [schema])
  const byName = new Map<string, string[]>()
  for (const { name, line } of rows) byName.set(name, [...(byName.get(name) ?? []), line])
  return byName
}

const tablesQuery = `
  select c.relname || E'\\t'
      || case c.relpersistence when 'u' then 'unlogged table' else 'table' end || E'\\t'
      || case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end
      || case when c.reloptions is null then '' else ' with (' || array_to_string(c.reloptions, ', ') || ')' end
      || case when c.relispartition
              then E'\\t' || 'partition of '
                || (select p.inhparent::regclass::text from pg_inherits p where p.inhrelid = c.oid)
                || ' ' || pg_get_expr(c.relpartbound, c.oid)
              else '' end line
  from pg_class c
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
  order by c.relname`

const columnsQuery = `
  select c.relname name,
      a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation <> t.typcollation
              then ' collate ' || (select l.collname from pg_collation l where l.oid = a.attcollation) else '' end
      || case when a.attnotnull then ' not null' else '' end
      || case when a.attidentity <> '' then ' generated as identity' else '' end
      || case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
              when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end line
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`

// Not-null constraints are said with their column (PostgreSQL 18 keeps them as constraints, 15 does not).
const constraintsQuery = `
  select c.relname name, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) line
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  where c.relnamespace = $1::regnamespace and k.contype <> 'n'
  order by c.relname, k.contype, k.conname`

const indexesQuery = `
  select c.relname name, pg_get_indexdef(i.indexrelid) || ';' line
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_class x on x.oid = i.indexrelid
  where c.relnamespace = $1::regnamespace
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by c.relname, x.relname`

const commentsQuery = `
  select c.relname name,
      'comment on ' || case when d.objsubid = 0 then 'table ' else 'column ' end || $1 || '.' || c.relname
      || case when d.objsubid = 0 then '' else '.' || a.attname end || ' is ' || quote_literal(d.description) || ';' line
  from pg_description d
  join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
  order by c.relname, d.objsubid`

const viewsQuery = `
  select 'create ' || case c.relkind when 'm' then 'materialized ' else '' end || 'view ' || $1 || '.' || c.relname
      || E' as\\n' || pg_get_viewdef(c.oid, true) line
  from pg_class c
  where c.relnamespace = $1::regnamespace and c.relkind in ('v', 'm')
  order by c.relname`

const sequencesQuery = `
  select 'create sequence ' || $1 || '.' || c.relname || ';' line
  from pg_class c
  where c.relnamespace = $1::regnamespace and c.relkind = 'S'
  order by c.relname`

const typesQuery = `
  select 'create type ' || $1 || '.' || t.typname || ' ' || case t.typtype
      when 'e' then 'as enum (' || (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
                                    from pg_enum e where e.enumtypid = t.oid) || ')'
      when 'd' then 'as ' || format_type(t.typbasetype, t.typtypmod)
      else 'as (' || (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
                      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0) || ')' end || ';' line
  from pg_type t
  left join pg_class c on c.oid = t.typrelid
  where t.typnamespace = $1::regnamespace and (t.typtype in ('e', 'd') or (t.typtype = 'c' and c.relkind = 'c'))
  order by t.typname`

const functionsQuery = `
  select pg_get_functiondef(p.oid) || ';' line
  from pg_proc p
  where p.pronamespace = $1::regnamespace and p.prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname, pg_get_function_identity_arguments(p.oid)`

const triggersQuery = `
  select pg_get_triggerdef(g.oid, true) || ';' line
  from pg_trigger g
  join pg_class c on c.oid = g.tgrelid
  where c.relnamespace = $1::regnamespace and not g.tgisinternal
  order by c.relname, g.tgname`
