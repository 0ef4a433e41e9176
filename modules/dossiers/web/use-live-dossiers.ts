import { useCallback, useEffect, useRef } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useLive } from '#platform/ui/live.ts'
import type { DossierMoved, DossierView } from '../contract.ts'
import { dossierQuery } from './queries.ts'

/** Many dossiers move in a busy second; a list is read again at most this often. */
const restMs = 700

/** Reads lists again when a dossier of this unit moved, and one dossier when it moved on elsewhere. */
export function useLiveDossiers(unitId: number): { connected: boolean } {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const refreshLists = useCallback(() => {
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void queries.invalidateQueries({ queryKey: ['dossiers', 'work'] })
    }, restMs)
  }, [queries])

  return useLive(
    '/api/live',
    {
      moved(data) {
        if (!isMoved(data)) return
        if (data.unitId === unitId || data.fromUnitId === unitId) refreshLists()
        const { queryKey } = dossierQuery(data.caseId)
        const known = queries.getQueryData<DossierView>(queryKey)
        if (known && known.version < data.version) void queries.invalidateQueries({ queryKey })
      },
    },
    () => void queries.invalidateQueries({ queryKey: ['dossiers'] }),
  )
}

function isMoved(data: unknown): data is DossierMoved {
  return (
    typeof data === 'object' && data !== null && 'caseId' in data && 'version' in data && 'unitId' in data
  )
}
