import type { Client } from 'pg'

/**
 * Could this schema be spread over several servers by `shard_key` one day? Every row is a reason why not.
 * A table whose comment says "reference" is copied to every server; one that says "local" stays on one.
 */
export async function undistributable(client: Client, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(query, [schemas])
  return rows.map((row) => row.line)
}

const query = `
  with kept as (
    select c.oid, n.nspname || '.' || c.relname name, coalesce(obj_description(c.oid, 'pg_class'), '') said,
        (select a.attnum from pg_attribute a
         where a.attrelid = c.oid and a.attname = 'shard_key' and not a.attisdropped) key
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition
  ), spread as (
    select * from kept where said !~* 'reference|local'
  ), faults as (
    select name, 'has no comment saying what it holds' fault from kept where said = ''
    union all
    select name, 'has no shard_key and is marked neither reference nor local' from spread where key is null
    union all
    select s.name, 'has no primary key' from spread s
    where not exists (select from pg_index i where i.indrelid = s.oid and i.indisprimary)
    union all
    select s.name, 'primary key does not begin with shard_key' from spread s
    join pg_index i on i.indrelid = s.oid and i.indisprimary
    where s.key is not null and i.indkey[0] <> s.key
    union all
    select s.name, 'unique index ' || i.indexrelid::regclass || ' does not contain shard_key' from spread s
    join pg_index i on i.indrelid = s.oid and i.indisunique
    where s.key is not null and not (s.key = any (i.indkey::int2[]))
    union all
    select s.name, 'foreign key ' || k.conname || ' to ' || o.name || ' does not carry shard_key on both sides'
    from pg_constraint k
    join spread s on s.oid = k.conrelid
    join spread o on o.oid = k.confrelid
    where k.contype = 'f' and not exists (
      select from unnest(k.conkey, k.confkey) pair (mine, theirs) where mine = s.key and theirs = o.key)
    union all
    select r.name, 'a reference table may not point at ' || s.name || ', which is spread'
    from pg_constraint k
    join kept r on r.oid = k.conrelid and r.said ~* 'reference'
    join spread s on s.oid = k.confrelid
    where k.contype = 'f'
    union all
    select s.name, 'column ' || a.attname || ' draws its value from a global sequence'
    from spread s
    join pg_attribute a on a.attrelid = s.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = s.oid and d.adnum = a.attnum
    where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~ 'nextval'
    union all
    select s.name, 'trigger ' || g.tgname || ' could reach beyond its own shard_key'
    from spread s
    join pg_trigger g on g.tgrelid = s.oid
    where not g.tgisinternal
  )
  select name || ': ' || fault line from faults order by 1`
