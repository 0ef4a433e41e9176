import { expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aKey, aSmallCity, LAWYER_LICENCE } from '#testing/small-city.ts'
import { demoProcesses } from '#data/processes/processes.ts'
import { seedProcesses } from '#modules/casework/server/index.ts'
import { actOnDossier } from './act-on-dossier.ts'
import { fileAtCounter, fileOnline } from './file-dossier.ts'

dbTest(
  'the published process of the demo sends a dossier the way its decision table says, and closes it',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const drawn = demoProcesses().flatMap(({ bpmn, dmn, ...one }) =>
      bpmn === null ? [] : [{ ...one, content: { form: 'model' as const, bpmn, dmn } }],
    )
    const seed = drawn.map((one) => ({
      ...one,
      kind: 'dossier',
      subject: LAWYER_LICENCE,
      name: 'Thử',
      validFrom: '2023-01-01',
    }))
    await seedProcesses(db, clock, seed)
    await seedProcesses(db, clock, seed)
    const department = city.unitId('so-tu-phap')
    const officers = await city.organisation.listOfficers()
    const someone = (kind: string) => {
      const found = officers.find(({ unitId, postKind }) => unitId === department && postKind === kind)
      if (!found) throw new Error(`no ${kind}`)
      return found
    }
    const filing = {
      ...(await aFiling(city, { procedureCode: LAWYER_LICENCE })),
      receivingUnitId: department,
    }

    async function walk(caseId: string, outcome: 'granted' | 'denied', from: 'receive' | 'hand_over') {
      const act = async (kind: string, action: Parameters<typeof actOnDossier>[2], body: object = {}) => {
        const { version } = await city.casework.getCase(db, caseId)
        const { snapshot } = await actOnDossier(parts, someone(kind), action, caseId, {
          version,
          commandKey: aKey(),
          ...body,
        } as never)
        return snapshot
      }
      if (from === 'receive') await act('one_stop', 'receive')
      await act('one_stop', 'hand_over')
      await act('specialist', 'claim')
      const proposed = await act('specialist', 'propose', { outcome })
      return { act, at: proposed.marking.map(({ stepKey }) => stepKey) }
    }

    const online = await fileOnline(parts, filing, { key: aKey(), account: null })
    const direct = await walk(online.snapshot.caseId, 'granted', 'receive')
    expect(direct.at, 'online and granted: straight to the leader').toEqual(['sign'])
    await direct.act('leader', 'approve')
    const issued = await direct.act('clerk', 'issue', { resultNumber: '1/GCN', files: [] })
    expect(issued.status).toBe('decided')
    expect((await direct.act('one_stop', 'return_result')).status).toBe('returned')

    const denied = await fileOnline(parts, filing, { key: aKey(), account: null })
    expect((await walk(denied.snapshot.caseId, 'denied', 'receive')).at).toEqual(['review'])
    const counter = await fileAtCounter(parts, someone('one_stop'), { ...filing, commandKey: aKey() })
    expect((await walk(counter.snapshot.caseId, 'granted', 'hand_over')).at).toEqual(['review'])
    expect(await city.casework.verify(db)).toMatchObject({ differences: [] })
  },
)
