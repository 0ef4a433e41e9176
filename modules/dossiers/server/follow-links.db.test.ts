import { sql } from 'kysely'
import { expect } from 'vitest'
import { committedTest, untilShown } from '#testing/db-test.ts'
import { followLinks } from './follow-links.ts'
import { act, aLinkedCity, decide, fileLinked, partOf, statesOf, toldOf } from './linked-city.test-builder.ts'
import { linkOf, partsOf } from './linked-flow.ts'
import { openPart } from './open-part.ts'

committedTest(
  'readers of the log at work side by side, stopped in between and sent back open each part once',
  async ({ db, clock }) => {
    const city = await aLinkedCity(db, clock)
    const { parts } = city.dossiers
    const id = await fileLinked(city)
    const settle = async () => {
      do await untilShown(db)
      while ((await Promise.all([followLinks(parts), followLinks(parts)])).some((handled) => handled > 0))
    }

    // A process that stopped after it opened the part and before it noted that on the parent.
    const parent = await city.casework.getCase(db, id)
    const events = await city.casework.listEvents(db, id)
    const [birth] = partsOf(events)
    if (!birth) throw new Error('no part')
    const opened = await openPart(parts, parent, events, { part: birth, at: clock.now() })
    await settle()
    expect((await partOf(city, id, 'birth')).caseId).toBe(opened.snapshot.caseId)

    // The part ends before anybody has read that the parent knows it.
    await decide(city, '00004', opened.snapshot.caseId)
    await settle()
    expect(await statesOf(city, id)).toEqual({ birth: 'granted', residence: 'open', insurance: 'open' })
    const told = await toldOf(city, db)
    expect(told.filter((event) => linkOf(event)?.kind === 'child')).toHaveLength(3)

    // Everything once more from the beginning.
    await city.dossiers.restartReaders()
    await settle()
    expect(await toldOf(city, db)).toEqual(told)
    expect((await city.dossiers.verifyLinks()).differences).toEqual([])
    expect((await city.casework.verify(db)).differences).toEqual([])
  },
)

committedTest('links that no longer agree with the events are named by verify', async ({ db, clock }) => {
  const city = await aLinkedCity(db, clock)
  const id = await fileLinked(city)
  await act(city, 'motcua.00004', 'hand_over', id)
  for (let turn = 0; turn < 2; turn++) {
    await untilShown(db)
    await followLinks(city.dossiers.parts)
  }
  expect((await city.dossiers.verifyLinks()).differences).toEqual([])
  await sql`update dossiers.link set state = 'ended' where part = 'residence'`.execute(db)
  expect((await city.dossiers.verifyLinks()).differences).toEqual([
    { parentId: id, part: 'residence', detail: 'the row differs from the events' },
  ])
})
