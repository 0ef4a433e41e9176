import { Text } from '@mantine/core'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { ToneMark, type Tone } from '#platform/ui/status-badge.tsx'
import type { ComponentView, DossierFile, DossierView } from '../contract.ts'
import { FileList } from './file-list.tsx'
import { messages } from './messages.ts'
import { Panel } from './panel.tsx'
import { countsInWords, countsOfDossier, isFull, papersOfDossier, type Paper } from './papers-draft.ts'
import styles from './papers-panel.module.css'

/** What was asked for, what came, and the scans of each paper one press away. */
export function PapersPanel({ view }: { view: DossierView }) {
  const words = useWords(messages).dossier.papers
  const known = new Set(view.components.map((component) => component.componentId))
  const results = view.files.filter((file) => file.kind === 'result')
  // Files of questions and answers stand with the opinions.
  const others = view.files.filter(
    ({ kind, componentId }) =>
      kind !== 'result' && !known.has(componentId ?? '') && !/^(consult|opinion):/.test(componentId ?? ''),
  )
  const papers = papersOfDossier(view.components)
  return (
    <Panel title={words.title}>
      <FileGroup title={words.results} caseId={view.caseId} files={results} />
      {view.components.length === 0 ? <Text c="dimmed">{words.empty}</Text> : null}
      <ul className={styles['papers']}>
        {view.components.map((component, at) => (
          <PaperLine
            key={component.componentId}
            component={component}
            paper={papers[at]}
            caseId={view.caseId}
            files={view.files.filter(
              (file) => file.componentId === component.componentId && file.kind !== 'result',
            )}
          />
        ))}
      </ul>
      <FileGroup title={words.others} caseId={view.caseId} files={others} />
    </Panel>
  )
}

type LineProps = { component: ComponentView; paper: Paper | undefined; caseId: string; files: DossierFile[] }

function PaperLine({ component, paper, caseId, files }: LineProps) {
  const words = useWords(messages)
  const received = component.received
  const fromData = received?.fromData ?? (received === null && component.knownToState)
  const full =
    paper !== undefined && isFull(paper, countsOfDossier([component])[component.componentId] ?? none)
  const needed = countsInWords(
    { originals: component.requiredOriginals, copies: component.requiredCopies },
    words.counter,
  )
  const optional = component.caseName !== null
  const tone: Tone = full ? 'good' : optional ? 'neutral' : 'warn'
  return (
    <li className={styles['paper']}>
      <span className={styles['mark']}>
        <ToneMark tone={tone} />
      </span>
      <div>
        <span>{component.name}</span>
        <span className={styles['count']}>
          {fromData
            ? words.dossier.papers.fromData
            : received && received.originals + received.copies > 0
              ? fill(words.dossier.papers.got, { counts: countsInWords(received, words.counter) })
              : words.dossier.papers.notYet}
          {component.caseName ? ` · ${component.caseName}` : ''}
          {needed === '' ? '' : ` · ${fill(words.counter.need, { counts: needed })}`}
        </span>
        <FileList caseId={caseId} files={files} />
      </div>
    </li>
  )
}

const none = { originals: 0, copies: 0, fromData: false }

function FileGroup({ title, caseId, files }: { title: string; caseId: string; files: DossierFile[] }) {
  if (files.length === 0) return null
  return (
    <div className={styles['group']}>
      <h3 className={styles['groupTitle']}>{title}</h3>
      <FileList caseId={caseId} files={files} />
    </div>
  )
}
