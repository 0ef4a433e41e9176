import { sql } from 'kysely'
import { expect } from 'vitest'
import { committedTest } from '#testing/db-test.ts'
import { migrate } from '#platform/migrate.ts'
import { collectMigrations } from '#platform/modules.ts'
import { shardOf } from '#platform/ids.ts'
import { moduleNames } from '#modules/module-graph.ts'
import { commandKeyOf, GENESIS, linkHash } from './event-chain.ts'
import { caseworkModule } from './index.ts'

const CASE = '510272313753665131'
const AT = '2023-11-09T02:00:00.000Z'
const CLOCK = { calendarId: 1, dueWt: 1440, pauses: [] }

committedTest(
  'a history written before packing keeps its exact text and its chain',
  async ({ db, database, clock }) => {
    await sql`drop schema casework cascade`.execute(db)
    await sql`delete from platform.migration where module = 'casework'`.execute(db)
    const all = collectMigrations(moduleNames)
    await migrate(
      database.pool,
      all.filter(({ module, name }) => module === 'casework' && name < '0013'),
    )
    // Spaces as another writer would set them: the hash covers the text and not what it means.
    const texts = [
      `{"set": {"kind": "dossier",  "title": "Nguyễn Thị Thử", "clock": ${JSON.stringify(CLOCK)}}}`,
      '{"note":"đã xem","set":{"status":"processing"}}',
    ]
    let hash: Buffer = GENESIS
    for (const [index, payloadText] of texts.entries()) {
      const event = {
        caseId: CASE,
        seq: index + 1,
        type: 'dossiers.noted',
        actorId: 7,
        postId: null,
        actorUnitId: null,
        happenedAt: AT,
        recordedAt: AT,
      }
      const commandKey = commandKeyOf(`old-${index}`)
      hash = linkHash(hash, { ...event, payloadText, commandKey })
      await sql`insert into casework.event (shard_key, case_id, seq, type, actor_id, happened_at, recorded_at, command_key, payload, hash)
      values (${shardOf(CASE)}, ${CASE}, ${event.seq}, ${event.type}, 7, ${AT}, ${AT}, ${commandKey}, ${payloadText}::json, ${hash})`.execute(
        db,
      )
    }
    await sql`insert into casework.case (shard_key, case_id, version, definition_id, kind, code, title, authority_id, receiving_unit_id, unit_id, status,
      money_status, delivery_status, sync_status, marking, clock, calendar_id, opened_at, touched_at, tags, last_hash)
    values (${shardOf(CASE)}, ${CASE}, 2, 1, 'dossier', 'C-1', 'Nguyễn Thị Thử', 1, 1, 1, 'processing', 'none', 'pending', 'pending', '[]', ${JSON.stringify(CLOCK)}, 1, ${AT}, ${AT}, '{}', ${hash})`.execute(
      db,
    )
    await migrate(
      database.pool,
      all.filter(({ module }) => module === 'casework'),
    )

    const casework = caseworkModule({ clock })
    expect(await casework.verify(db)).toEqual({ cases: 1, events: 2, differences: [] })
    const events = await casework.listEvents(db, CASE)
    expect(events.map(({ payload }) => payload)).toEqual(texts.map((text) => JSON.parse(text)))
    expect((await casework.findCase(db, CASE))?.clock).toEqual(CLOCK)
  },
)
