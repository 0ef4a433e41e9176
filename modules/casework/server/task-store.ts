import { sql } from 'kysely'
import type { AnyDb } from '#platform/database.ts'
import type { CaseworkTables } from './tables.ts'

export type ListedTask = {
  caseId: string
  taskNo: number
  stepKey: string
  unitId: number
  postKind: string
  assigneeId: number | null
  waiting: boolean
  openedAt: Date
  calendarId: number
  dueWt: number | null
}

export type TaskFilter = {
  unitId: number
  postKinds: readonly string[] /** Fields of work of the post; empty: every field. */
  fields: readonly string[]
  assigneeId?: number | undefined
  waiting?: boolean | undefined
  tagged?: Tagged | undefined
  limit: number
}

/** Only tasks of cases that bear one of the values under one of the tags. */
export type Tagged = readonly { tag: string; values: readonly string[] }[]

function bearsTag(tagged: Tagged) {
  const any = tagged.map(({ tag, values }) => sql`c.tags ->> ${tag}::text = any(${[...values]}::text[])`)
  return sql<boolean>`exists (select from casework.pub_case c
    where c.shard_key = open_task.shard_key and c.case_id = open_task.case_id and (${sql.join(any, sql` or `)}))`
}

/** The open tasks of a unit's posts, the most pressing first. */
export async function listTasks(db: AnyDb, filter: TaskFilter): Promise<ListedTask[]> {
  let query = db
    .withTables<CaseworkTables>()
    .selectFrom('casework.open_task')
    .select([
      'case_id as caseId',
      'task_no as taskNo',
      'step_key as stepKey',
      'unit_id as unitId',
      'post_kind as postKind',
      'assignee_id as assigneeId',
      'waiting',
      'opened_at as openedAt',
      'calendar_id as calendarId',
      'due_wt as dueWt',
    ])
    .where('unit_id', '=', filter.unitId)
    .where('post_kind', 'in', [...filter.postKinds])
  if (filter.fields.length > 0)
    query = query.where((where) =>
      where.or([where('field', 'is', null), where('field', 'in', [...filter.fields])]),
    )
  if (filter.assigneeId !== undefined) query = query.where('assignee_id', '=', filter.assigneeId)
  if (filter.waiting !== undefined) query = query.where('waiting', '=', filter.waiting)
  if (filter.tagged) query = query.where(bearsTag(filter.tagged))
  return query
    .orderBy('waiting')
    .orderBy(sql`due_wt nulls last`)
    .orderBy('opened_at')
    .limit(filter.limit)
    .execute()
}

export type TaskCount = {
  postKind: string
  total: number
  mine: number
  unclaimed: number
  waiting: number
  overdue: number
  dueToday: number
}

/** Counts over a unit's open tasks; `now` and `endOfDay` are working-time positions of the unit's calendar. */
export async function countTasks(
  db: AnyDb,
  about: {
    unitId: number
    assigneeId: number
    fields: readonly string[]
    tagged?: Tagged | undefined
    now: number
    endOfDay: number
  },
): Promise<TaskCount[]> {
  const { rows } = await sql<TaskCount>`
    select post_kind as "postKind", count(*)::int as total,
           count(*) filter (where assignee_id = ${about.assigneeId})::int as mine,
           count(*) filter (where assignee_id is null)::int as unclaimed,
           count(*) filter (where waiting)::int as waiting,
           count(*) filter (where not waiting and due_wt < ${about.now})::int as overdue,
           count(*) filter (where not waiting and due_wt >= ${about.now} and due_wt <= ${about.endOfDay})::int as "dueToday"
    from casework.open_task where unit_id = ${about.unitId} and (field is null or ${about.fields.length === 0} or field = any(${[...about.fields]}::text[]))
      and ${about.tagged ? bearsTag(about.tagged) : sql`true`} group by post_kind`.execute(db)
  return rows
}

/** How many open tasks of the unit each official holds. */
export async function countByAssignee(db: AnyDb, unitId: number): Promise<Map<number, number>> {
  const rows = await db
    .withTables<CaseworkTables>()
    .selectFrom('casework.open_task')
    .select(({ fn }) => ['assignee_id as accountId', fn.countAll<string>().as('count')])
    .where('unit_id', '=', unitId)
    .where('assignee_id', 'is not', null)
    .groupBy('assignee_id')
    .execute()
  return new Map(rows.map(({ accountId, count }) => [Number(accountId), Number(count)]))
}
