import type { HanoiUnit } from '#data/hanoi/units.ts'
import { demoProcedures, demoProceduresOfTwoTiers, type DemoProcedure } from '#data/procedures/procedures.ts'
import { AppError } from '#platform/errors.ts'
import type { CatalogueModule } from '#modules/catalogue/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { Organisation, UnitTree } from '#modules/organisation/server/index.ts'

/** The units of the map of the day, in an order of their own, so that one seed plans one day. */
export function openUnits(tree: UnitTree): HanoiUnit[] {
  return tree
    .all()
    .toSorted((a, b) => a.id - b.id)
    .map(({ code, name, kind, tier, parentId, agencyCode }) => ({
      code,
      name,
      shortName: name.startsWith(`${kind} `) ? name.slice(kind.length + 1) : name,
      tier,
      kind,
      parentCode: parentId === null ? null : tree.get(parentId).code,
      agencyCode: agencyCode ?? '',
    }))
}

/** The demo's procedures that the catalogue, asked on the day, lets the tiers of its map decide. */
export async function openProcedures(
  catalogue: Pick<CatalogueModule, 'describeCompetence'>,
  tree: UnitTree,
): Promise<DemoProcedure[]> {
  const hasDistricts = tree.all().some(({ tier }) => tier === 'district')
  const known = hasDistricts ? demoProcedures() : demoProceduresOfTwoTiers()
  const competence = await catalogue.describeCompetence(known.map(({ record }) => record.code))
  return known.filter(({ record }) => competence.get(record.code)?.tier === record.competentTier)
}

type Work = { code: string; field: string | null }

/**
 * Answers one holder of a post, always the same for the same draw, or whoever stands in on the day. Where nobody holds it,
 * as after a delegation to a unit without such a post, the dossier is left to people.
 */
export async function officersOf(organisation: Organisation, timeZone: string) {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const byPost = new Map<string, Officer[]>()
  for (const officer of await organisation.listOfficers()) {
    const key = `${officer.unitId} ${officer.postKind}`
    byPost.set(key, [...(byPost.get(key) ?? []), officer])
  }
  for (const officers of byPost.values()) officers.sort((a, b) => a.postId - b.postId)
  return async (
    unitId: number,
    postKind: string,
    chance: number,
    moment: number,
    work: Work,
  ): Promise<Officer> => {
    const all = byPost.get(`${unitId} ${postKind}`) ?? []
    const { field } = work
    const fitting =
      field === null
        ? all
        : all.filter((officer) => officer.fields.length === 0 || officer.fields.includes(field))
    const list = fitting.length > 0 ? fitting : all
    const officer = list[Math.floor(chance * list.length)]
    if (!officer)
      throw new AppError('conflict', 'simulator.nobody_there', {
        vi: `Đơn vị ${unitId} không có ai giữ vị trí ${postKind}; hồ sơ để lại cho người.`,
        en: `Nobody holds ${postKind} in unit ${unitId}; the dossier is left to people.`,
      })
    return (await organisation.findStandIn(officer, days.format(moment), work)) ?? officer
  }
}
