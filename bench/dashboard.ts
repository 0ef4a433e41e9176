import { operationsModule } from '#modules/operations/server/index.ts'
import { drawing, pick } from '#data/people/draw.ts'
import type { City } from './make-city.ts'
import { quantile, report, reportBelow } from './report.ts'

const LIMIT_MS = 50
/** How often each view is asked for. */
const ASKED = { city: 100, district: 100, commune: 120, dossiers: 60 } as const

/** The wall's views over a long history: worked out anew each time, in the process that serves them. */
export async function benchDashboard(
  city: City,
  { label, before }: { label: string; before?: ReadonlyMap<string, number> | undefined },
): Promise<Map<string, number>> {
  const {
    database: { db },
    product: { organisation, indicators },
    clock,
  } = city
  const units = organisation.units()
  const root = units.root
  if (!root) throw new Error('The city has no units.')
  const operations = operationsModule({
    db,
    clock,
    organisation,
    indicators,
    freshness: () => ({ handled: 0, newestAt: null }),
  })
  await operations.start()
  const draw = drawing('dashboard')
  const districts = units.all().filter((unit) => unit.tier === 'district')
  const communes = units.all().filter((unit) => unit.tier === 'commune')
  const measured = new Map<string, number>()

  async function measure(name: string, count: number, view: () => Promise<unknown>) {
    for (let warm = 0; warm < 5; warm += 1) await view()
    const samples: number[] = []
    for (let index = 0; index < count; index += 1) {
      const begun = performance.now()
      await view()
      samples.push(performance.now() - begun)
    }
    const p95 = quantile(samples, 0.95)
    measured.set(name, p95)
    reportBelow(`dashboard_${name}${label}`, p95, 'ms', LIMIT_MS)
    const earlier = before?.get(name)
    if (earlier) report(`dashboard_${name}_growth`, p95 / earlier, 'x', { ratio: p95 / earlier })
  }

  await measure('city', ASKED.city, () => operations.readFocus(root.id))
  await measure('district', ASKED.district, () => operations.readFocus(pick(draw, districts).id))
  await measure('commune', ASKED.commune, () => operations.readFocus(pick(draw, communes).id))
  await measure('live_rows', ASKED.city, () => indicators.readUnits(null))
  await measure('dossiers', ASKED.dossiers, () =>
    indicators.listBehind({
      code: 'A03',
      unitId: pick(draw, districts).id,
      period: { from: indicators.today(), to: indicators.today() },
      limit: 50,
    }),
  )
  await measure('proof', ASKED.dossiers, () =>
    indicators.prove({
      code: 'A02',
      unitId: pick(draw, communes).id,
      period: indicators.monthToDate(),
      limit: 50,
    }),
  )
  operations.stop()
  return measured
}
