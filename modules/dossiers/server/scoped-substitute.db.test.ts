import { expect } from 'vitest'
import type { Officer } from '#modules/organisation/contract.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity, GUARDIANSHIP, LAWYER_LICENCE } from '#testing/small-city.ts'
import { getDossierView } from './dossier-view.ts'
import { fileAtCounter } from './file-dossier.ts'
import { desk } from './hands.test-builder.ts'
import { countWork, listWork } from './work-list.ts'

dbTest(
  'who stands in for one field or procedure sees, does and takes in no other work',
  async ({ db, clock }) => {
    const city = await aSmallCity(db, clock)
    const { parts } = city.dossiers
    const away = await city.officer(desk)
    const filing = (procedureCode: string) => aFiling(city, { procedureCode })
    const one = await fileAtCounter(parts, away, await filing(GUARDIANSHIP))
    const other = await fileAtCounter(parts, away, await filing(LAWYER_LICENCE))
    const { field } = await city.catalogue.getProcedure(GUARDIANSHIP)
    const acting = (scope: { fields: string[]; procedureCodes: string[] }): Officer => ({
      ...away,
      onBehalfOf: {
        substitution: 9,
        accountId: away.accountId,
        name: away.name,
        decision: '12/GPC',
        scope,
      },
    })
    const scopes = [
      { fields: [], procedureCodes: [GUARDIANSHIP] },
      { fields: [field ?? ''], procedureCodes: [] },
    ]
    for (const scope of scopes) {
      const officer = acting(scope)
      const seen = (await listWork(parts, officer, {})).map(({ caseId }) => caseId)
      expect(seen).toContain(one.snapshot.caseId)
      expect(seen).not.toContain(other.snapshot.caseId)
      expect((await countWork(parts, officer)).total).toBe(seen.length)
      expect((await getDossierView(parts, officer, one.snapshot.caseId)).allowedActions).toContain(
        'hand_over',
      )
      expect((await getDossierView(parts, officer, other.snapshot.caseId)).allowedActions).toEqual([])
      await expect(fileAtCounter(parts, officer, await filing(LAWYER_LICENCE))).rejects.toMatchObject({
        code: 'dossiers.outside_scope',
      })
      await fileAtCounter(parts, officer, await filing(GUARDIANSHIP))
      expect((await countWork(parts, officer)).total).toBe(seen.length + 1)
    }
    expect((await countWork(parts, away)).total).toBe(4)
  },
)
