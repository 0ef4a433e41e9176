import { drawing, pick } from '#data/people/draw.ts'
import { personName } from '#data/people/names.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { City } from './make-city.ts'
import { quantile, report, reportBelow } from './report.ts'

const LIMIT_MS = 30
/** Two thirds of the history lie before it. */
const PAST_DAY = '2023-07-26'

/** Finding by name as people type it, without diacritics: whole names, the commonest surname alone, numbers, procedures. */
export async function benchSearch(city: City) {
  const { product } = city
  const officers = await product.organisation.listOfficers()
  const inTheCity = officers.find((officer) => officer.postKind === 'controller')
  const atACommune = officers.find(
    (officer) =>
      officer.postKind === 'one_stop' && product.organisation.units().get(officer.unitId).tier === 'commune',
  )
  if (!inTheCity || !atACommune) throw new Error('Nobody may search.')
  const draw = drawing('search')
  const plain = (text: string) =>
    text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()
  const name = () => plain(personName(`history ${Math.floor(draw() * 60_000)}`).fullName)
  const part = () => name().split(' ').slice(-2).join(' ')

  async function measured(count: number, ask: () => Promise<unknown>): Promise<number> {
    for (let warm = 0; warm < 5; warm += 1) await ask()
    const samples: number[] = []
    for (let index = 0; index < count; index += 1) {
      const begun = performance.now()
      await ask()
      samples.push(performance.now() - begun)
    }
    return quantile(samples, 0.95)
  }
  async function measure(label: string, count: number, ask: () => Promise<unknown>) {
    reportBelow(`search_${label}`, await measured(count, ask), 'ms', LIMIT_MS)
  }
  const route = product.dossiers.routes.find(
    ({ method, path }) => method === 'GET' && path === '/api/dossiers',
  )
  if (!route) throw new Error('Dossiers have no search.')
  const find = async (
    officer: Officer,
    q: string,
    limit: number,
    past: { on?: string; unit?: number } = {},
  ) => route.handle({ officer, query: { q, limit, ...past } } as never)
  await measure('dossiers_full_name', 150, () => find(inTheCity, name(), 20))
  await measure('dossiers_part_of_name', 150, () => find(inTheCity, part(), 20))
  await measure('dossiers_common_surname', 60, () =>
    find(inTheCity, pick(draw, ['nguyen', 'tran', 'nguyen thi', 'le van']), 20),
  )
  await measure('dossiers_in_one_commune', 100, () => find(atACommune, part(), 20))
  // As the city stood on a past day, beside the same question of today; where a unit is named, all it held then is walked through.
  const on = PAST_DAY
  const unit = product.organisation.units().get(atACommune.unitId).parentId ?? undefined
  const today = await measured(60, () => find(inTheCity, part(), 20))
  const past = async (label: string, count: number, ask: () => Promise<unknown>) => {
    const value = await measured(count, ask)
    report(`search_past_${label}`, value, 'ms', { ratio: value / today })
  }
  await past('full_name', 100, () => find(inTheCity, name(), 20, { on }))
  await past('common_surname', 60, () => find(inTheCity, pick(draw, ['nguyen', 'tran']), 20, { on }))
  await past('held_by_district', 60, () =>
    find(inTheCity, part(), 20, unit === undefined ? { on } : { on, unit }),
  )
  await measure('procedures', 150, () =>
    product.catalogue.findProcedures({
      q: pick(draw, [
        'khai sinh',
        'ket hon',
        'chung thuc',
        'ho kinh doanh',
        'dat dai',
        'cu tru',
        'giay phep',
        'can cuoc',
      ]),
      fileable: true,
      page: 1,
      pageSize: 20,
    }),
  )
}
