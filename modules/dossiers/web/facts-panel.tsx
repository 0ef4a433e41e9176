import { useQuery } from '@tanstack/react-query'
import { formatDateTime } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView } from '../contract.ts'
import { delegatedMessages } from './delegated-messages.ts'
import { formValue } from './counter-draft.ts'
import { FeeByTable } from './fee-by-table.tsx'
import { messages } from './messages.ts'
import { FactList, Panel } from './panel.tsx'
import { partyLines } from './party-draft.ts'
import { procedureQuery } from './queries.ts'

/** Who filed what, how, and what the form says. */
export function FactsPanel({ view }: { view: DossierView }) {
  const words = useWords(messages)
  const { decides, signed } = useWords(delegatedMessages)
  const { language } = useLanguage()
  const procedure = useQuery(procedureQuery(view.procedure.code)).data
  const said = Object.entries(view.form).map(([key, value]) => {
    const field = procedure?.form?.find((one) => one.key === key)
    return { label: field?.[language] ?? key, value: formValue(field, value, language) }
  })
  return (
    <>
      {said.length > 0 ? (
        <Panel title={words.dossier.form.title}>
          <FactList facts={said} />
        </Panel>
      ) : null}
      <Panel title={words.dossier.people.title}>
        <FactList
          facts={[
            { label: words.dossier.people.owner, value: <strong>{view.owner.fullName}</strong> },
            ...partyLines(view.owner, words.party),
            ...(view.shown === 'whole'
              ? [
                  {
                    label: words.dossier.people.submitter,
                    value: view.submitter?.fullName ?? words.dossier.people.self,
                  },
                ]
              : []),
          ]}
        />
      </Panel>
      <Panel title={words.dossier.procedure}>
        <FactList
          facts={[
            { label: words.dossier.procedureCode, value: view.procedure.code },
            ...(view.procedure.field ? [{ label: words.dossier.field, value: view.procedure.field }] : []),
            {
              label: decides,
              value: view.decidedUnder
                ? `${view.competentUnit.name} (${view.decidedUnder[language]})`
                : view.competentUnit.name,
            },
            { label: words.dossier.channel, value: words.channel[view.channel] },
            { label: words.dossier.delivery, value: words.delivery[view.delivery] },
            { label: words.dossier.sets, value: view.sets },
            ...(view.terms?.decided.includes('fee')
              ? [{ label: words.counter.fee, value: <FeeByTable terms={view.terms} /> }]
              : []),
            { label: words.dossier.submittedAt, value: formatDateTime(view.submittedAt) },
            ...(view.receivedAt
              ? [{ label: words.dossier.receivedAt, value: formatDateTime(view.receivedAt) }]
              : []),
            ...(view.closedAt
              ? [{ label: words.dossier.closedAt, value: formatDateTime(view.closedAt) }]
              : []),
            ...(view.outcome ? [{ label: words.dossier.outcome, value: words.outcome[view.outcome] }] : []),
            ...(view.resultNumber ? [{ label: words.dossier.resultNumber, value: view.resultNumber }] : []),
            ...(view.signed ? [{ label: signed, value: <Signature signed={view.signed} /> }] : []),
          ]}
        />
      </Panel>
    </>
  )
}

/** As it stands under the paper: the lines of the capacity over the name. */
function Signature({ signed }: { signed: NonNullable<DossierView['signed']> }) {
  return (
    <>
      {signed.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div>{signed.name}</div>
    </>
  )
}
