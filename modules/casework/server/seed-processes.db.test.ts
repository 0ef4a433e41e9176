import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { demoProcesses } from '#data/processes/processes.ts'
import { listProcesses, listVersions } from './publishing-store.ts'
import { seedProcesses, type SeedProcess } from './seed-processes.ts'

/** What a demo city is started with: a drawn process, and later one more. */
function seedsOf(subjects: readonly string[]): SeedProcess[] {
  return demoProcesses().flatMap(({ bpmn, dmn, ...one }) =>
    bpmn === null
      ? []
      : subjects.map((subject) => ({
          ...one,
          subject,
          kind: 'dossier',
          name: 'Thử',
          content: { form: 'model' as const, bpmn, dmn },
          validFrom: '2023-01-01',
        })),
  )
}

dbTest(
  'a city that is started again with a newer demo gets the process it lacks, once, and keeps its own',
  async ({ db, clock }) => {
    await seedProcesses(db, clock, seedsOf(['9.000001']))
    const [first] = await listProcesses(db, '9.000001', 1)
    for (const _start of ['newer', 'newer again'])
      await seedProcesses(db, clock, seedsOf(['9.000001', '9.000002']))
    const [second] = await listProcesses(db, '9.000002', 1)
    const versions = await listVersions(db, [first?.id ?? 0, second?.id ?? 0])
    expect(versions.map(({ processId, no, state }) => ({ processId, no, state }))).toEqual(
      [first?.id, second?.id].map((processId) => ({ processId, no: 1, state: 'published' })),
    )
    expect(versions[1]?.validFrom).toBe('2023-01-01')
  },
)
