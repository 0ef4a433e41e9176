import type { AnyRoute } from '#platform/http-route.ts'
import { goOnMoving } from './apply-migration.ts'
import type { ProcessParts } from './process-parts.ts'
import { processRoutes } from './process-routes.ts'

/** The life of process definitions: drafted, checked, published, retired. */
export type Processes = {
  routes: AnyRoute[]
  parts: ProcessParts
  /** Carries on with moves of running cases that are not finished; answers how many cases it moved. */
  goOn(): Promise<number>
}

export function createProcesses(parts: ProcessParts): Processes {
  let running: Promise<number> | undefined
  const goOn = () => {
    // One turn at a time in this process; another process takes other cases.
    running ??= goOnMoving(parts).finally(() => {
      running = undefined
    })
    return running
  }
  const begun = () =>
    void goOn().catch((error: unknown) =>
      parts.log.error({ err: error }, 'a move of cases stopped; it goes on with the next turn'),
    )
  return { routes: processRoutes(parts, begun), parts, goOn }
}
