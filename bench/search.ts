import { drawing, pick } from '#data/people/draw.ts'
import { personName } from '#data/people/names.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { City } from './make-city.ts'
import { quantile, reportBelow } from './report.ts'

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

  async function measure(label: string, count: number, ask: () => Promise<unknown>) {
    for (let warm = 0; warm < 5; warm += 1) await ask()
    const samples: number[] = []
    for (let index = 0; index < count; index += 1) {
      const begun = performance.now()
      await ask()
      samples.push(performance.now() - begun)
    }
    reportBelow(`search_${label}`, quantile(samples, 0.95), 'ms', LIMIT_MS)
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
  // As the city stood on a past day; where a unit is named, everything it held then is walked through.
  const on = PAST_DAY
  await measure('past_full_name', 100, () => find(inTheCity, name(), 20, { on }))
  await measure('past_common_surname', 60, () => find(inTheCity, pick(draw, ['nguyen', 'tran']), 20, { on }))
  const unit = product.organisation.units().get(atACommune.unitId).parentId ?? undefined
  await measure('past_held_by_district', 60, () =>
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
