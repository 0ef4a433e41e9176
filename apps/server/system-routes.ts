import { Type } from 'typebox'
import type { Database } from '#platform/database.ts'
import { route, type AnyRoute } from '#platform/http-route.ts'
import type { Metrics } from '#platform/metrics.ts'
import { openApiOf } from '#platform/openapi.ts'

type Lag = { behind: boolean; checkedAt: string | null; error: string | null }
type About = {
  database: Database
  version: string
  migrations: number
  lag(): Lag
  metrics: Metrics
  routes: readonly AnyRoute[]
  publicUrl: string
}

const PROBE_MS = 3_000

/** What operators and machines ask of the whole. */
export function systemRoutes(about: About): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'Whether every part works.',
      response: Type.Object({
        status: Type.String(),
        version: Type.String(),
        database: Type.String(),
        migrations: Type.String(),
        worker: Type.String(),
      }),
      async handle({ reply }) {
        const parts = await probe(about)
        const ok = parts.database === 'ok' && parts.migrations === 'ok' && parts.worker === 'ok'
        if (!ok) reply.status(503)
        return { status: ok ? 'ok' : 'failing', version: about.version, ...parts }
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      access: 'monitor',
      summary: 'Figures for Prometheus.',
      async handle({ reply }) {
        reply.stream(Buffer.from(await about.metrics.text()), about.metrics.type)
      },
    }),
    route({
      method: 'GET',
      path: '/api/openapi.json',
      access: 'public',
      summary: 'This interface, described.',
      handle: () =>
        openApiOf(
          about.routes.filter((one) => one.path.startsWith('/api/')),
          about,
        ),
    }),
  ]
}

async function probe({ database, migrations, lag }: About) {
  const limit = new Promise<never>((_, fail) => setTimeout(() => fail(new Error('slow')), PROBE_MS).unref())
  try {
    const asked = database.pool.query<{ count: number }>(
      'select count(*)::int as count from platform.migration',
    )
    const { rows } = await Promise.race([asked, limit])
    const { error, checkedAt } = lag()
    return {
      database: 'ok',
      migrations: (rows[0]?.count ?? 0) >= migrations ? 'ok' : 'behind',
      worker: error ? 'failing' : checkedAt ? 'ok' : 'starting',
    }
  } catch {
    return { database: 'lost', migrations: 'unknown', worker: 'unknown' }
  }
}
