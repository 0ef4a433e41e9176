import { Alert } from '@mantine/core'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { DossierView, GivenReason, ProposalView } from '../contract.ts'
import { FaultList } from './faults-panel.tsx'
import { FactList, Panel } from './panel.tsx'
import { standingMessages } from './standing-messages.ts'

type Fact = { label: string; value: string }

/** Why the dossier stands still, what waits for approval, what new date was given, and how it ended early. */
export function StandingPanel({ view }: { view: DossierView }) {
  const words = useWords(standingMessages)
  const { language } = useLanguage()
  const { suspension, extension, stopped, supplements, supplementExpired } = view.standing
  const reasonFacts = (reason: GivenReason): Fact[] => [
    { label: words.reason, value: reason[language] },
    ...(reason.legalGround ? [{ label: words.ground, value: reason.legalGround }] : []),
  ]
  return (
    <>
      {supplementExpired ? (
        <Alert color="yellow" role="status">
          {words.expired}
        </Alert>
      ) : null}
      {supplements > 1 ? (
        <Alert color="yellow" role="status">
          {fill(words.askedTwice, { count: supplements })}
        </Alert>
      ) : null}
      {view.proposals.map((proposal) => (
        <Proposal
          key={proposal.kind}
          proposal={proposal}
          reasonFacts={reasonFacts(proposal.reason)}
          view={view}
        />
      ))}
      {suspension ? (
        <Panel title={words.suspension}>
          <FactList
            facts={[
              ...reasonFacts(suspension.reason),
              { label: words.since, value: formatDateTime(suspension.since) },
              ...(suspension.expectedOn
                ? [{ label: words.expectedOn, value: formatDay(suspension.expectedOn) }]
                : []),
              { label: words.cap, value: suspension.capAt ? formatDateTime(suspension.capAt) : words.noCap },
              ...numberFact(suspension.documentNumber, words.documentNumber),
            ]}
          />
        </Panel>
      ) : null}
      {extension ? (
        <Panel title={words.extension}>
          <FactList
            facts={[
              { label: words.previousDueAt, value: formatDateTime(extension.previousDueAt) },
              { label: words.newDueOn, value: formatDay(extension.newDueOn) },
              ...reasonFacts(extension.reason),
              ...(extension.note ? [{ label: words.note, value: extension.note }] : []),
              { label: words.timing.label, value: words.timing[extension.timing] },
              ...numberFact(extension.documentNumber, words.documentNumber),
            ]}
          />
        </Panel>
      ) : null}
      {stopped ? (
        <Panel title={words.stopped}>
          <FactList
            facts={[
              ...reasonFacts(stopped.reason),
              { label: words.since, value: formatDateTime(stopped.at) },
              ...(stopped.papersReturned
                ? [{ label: words.papersReturned, value: stopped.papersReturned }]
                : []),
              ...(stopped.feesReturned ? [{ label: words.feesReturned, value: stopped.feesReturned }] : []),
              ...numberFact(stopped.documentNumber, words.documentNumber),
            ]}
          />
        </Panel>
      ) : null}
    </>
  )
}

type ProposalProps = { proposal: ProposalView; reasonFacts: Fact[]; view: DossierView }

function Proposal({ proposal, reasonFacts, view }: ProposalProps) {
  const words = useWords(standingMessages)
  const { kind, day, faults, note, by, at } = proposal
  return (
    <Panel title={words.proposal[kind]} aside={words.waitsForApproval}>
      <FactList
        facts={[
          ...reasonFacts,
          { label: kind === 'extension' ? words.newDueOn : words.papersBy, value: formatDay(day) },
          ...(note ? [{ label: words.note, value: note }] : []),
          { label: words.by, value: `${by ?? '–'}, ${formatDateTime(at)}` },
        ]}
      />
      <FaultList faults={faults} view={view} />
    </Panel>
  )
}

function numberFact(value: string | null, label: string): Fact[] {
  return value ? [{ label, value }] : []
}
