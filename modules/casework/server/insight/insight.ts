import type { AnyRoute } from '#platform/http-route.ts'
import { insightRoutes } from './insight-routes.ts'
import type { InsightParts } from './insight-parts.ts'
import { LogShelf } from './log-shelf.ts'

const KEPT_LOGS = 6
const KEPT_MS = 5 * 60_000

/** Insight into processes: routes over the histories of cases and over logs of other systems. */
export function createInsight(needs: Omit<InsightParts, 'shelf' | 'foreign'>): { routes: AnyRoute[] } {
  return {
    routes: insightRoutes({
      ...needs,
      shelf: new LogShelf(KEPT_LOGS, KEPT_MS),
      foreign: new LogShelf(KEPT_LOGS, KEPT_MS),
    }),
  }
}
