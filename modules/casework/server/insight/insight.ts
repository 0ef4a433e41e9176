import type { AnyRoute, Part } from '#platform/http-route.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import type { ForeignLogView, InsightQuery, InsightView } from '../../insight.ts'
import { showForeignLog } from './foreign-logs.ts'
import { importLog } from './import-log.ts'
import { insightRoutes } from './insight-routes.ts'
import type { InsightParts } from './insight-parts.ts'
import { LogShelf } from './log-shelf.ts'
import { showInsight } from './show-insight.ts'

const KEPT_LOGS = 6
const KEPT_MS = 5 * 60_000

/** Insight into processes, over the histories of cases and over logs of other systems. */
export type Insight = {
  routes: AnyRoute[]
  show(officer: Officer, query: InsightQuery): Promise<InsightView>
  importLog(officer: Officer, form: AsyncIterable<Part>): Promise<ForeignLogView>
  showLog(officer: Officer, id: number): Promise<ForeignLogView>
}

export function createInsight(needs: Omit<InsightParts, 'shelf' | 'foreign'>): Insight {
  const parts: InsightParts = {
    ...needs,
    shelf: new LogShelf(KEPT_LOGS, KEPT_MS),
    foreign: new LogShelf(KEPT_LOGS, KEPT_MS),
  }
  return {
    routes: insightRoutes(parts),
    show: (officer, query) => showInsight(parts, officer, query),
    importLog: (officer, form) => importLog(parts, officer, form),
    showLog: (officer, id) => showForeignLog(parts, officer, id),
  }
}
