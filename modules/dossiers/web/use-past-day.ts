import { useSearch } from '@tanstack/react-router'

/** The past day that the address of the page names, as it is written there; the server says whether it is one. */
export function usePastDay(): string | undefined {
  const search: Record<string, unknown> = useSearch({ strict: false })
  return search['on'] === undefined ? undefined : String(search['on'])
}

/** The address of a dossier, as of the day that is being looked at. */
export function dossierPath(caseId: string, on: string | null | undefined): { to: string; search: never } {
  return { to: `/dossiers/${caseId}`, search: (on ? { on } : {}) as never }
}
