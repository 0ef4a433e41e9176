import { formatDay } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { DossierView, Fault } from '../contract.ts'
import styles from './faults-panel.module.css'
import { messages } from './messages.ts'
import { Panel } from './panel.tsx'

/** What was found wrong, all of it in one list. */
export function FaultsPanel({ view }: { view: DossierView }) {
  const words = useWords(messages).dossier.faults
  if (view.faults.length === 0) return null
  const waiting = view.status === 'awaiting_supplement'
  return (
    <Panel
      title={waiting ? words.title : words.past}
      aside={
        waiting && view.supplementDueOn ? fill(words.until, { day: formatDay(view.supplementDueOn) }) : null
      }
    >
      <FaultList faults={view.faults} view={view} />
    </Panel>
  )
}

/** Each fault with the paper it is about and what to bring. */
export function FaultList({ faults, view }: { faults: readonly Fault[]; view: DossierView }) {
  const words = useWords(messages).dossier.faults
  if (faults.length === 0) return null
  return (
    <ol className={styles['faults']}>
      {faults.map((fault) => (
        <li key={`${fault.componentId ?? ''}${fault.what}`}>
          <strong>{nameOf(fault.componentId)}</strong> {fault.what}
          {fault.bring ? (
            <span className={styles['bring']}>{fill(words.bring, { bring: fault.bring })}</span>
          ) : null}
        </li>
      ))}
    </ol>
  )

  function nameOf(componentId: string | undefined): string {
    const component = view.components.find((one) => one.componentId === componentId)
    return component ? `${component.name}:` : ''
  }
}
