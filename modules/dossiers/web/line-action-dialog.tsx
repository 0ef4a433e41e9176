import { useQuery } from '@tanstack/react-query'
import type { DossierLine } from '../contract.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { BarAction } from './action-draft.ts'
import { dossierQuery } from './queries.ts'

type Props = { line: DossierLine; action: BarAction; onClose(): void }

/** An action that asks for something, started from a row of a list. */
export function LineActionDialog({ line, action, onClose }: Props) {
  const view = useQuery(dossierQuery(line.caseId)).data
  return view ? <ActionDialog action={action} view={view} onClose={onClose} /> : null
}
