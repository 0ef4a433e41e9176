import type { AnyRoute } from '#platform/http-route.ts'
import type { ProcessParts } from './process-parts.ts'
import { processRoutes } from './process-routes.ts'

/** The life of process definitions: drafted, checked, published, retired. */
export type Processes = { routes: AnyRoute[]; parts: ProcessParts }

export function createProcesses(parts: ProcessParts): Processes {
  return { routes: processRoutes(parts), parts }
}
