import { limitInWords } from '#modules/calendar/contract.ts'
import type { Channel, ComponentGroup, ProcedureView } from '#modules/catalogue/contract.ts'
import { formatDay, formatMoney } from '#platform/ui/format.ts'
import { Layout, type Frame } from './layout.tsx'
import { put, wordsOf, type Lang } from './words.ts'

type Props = {
  frame: Frame
  procedure: ProcedureView
  /** Whether a dossier can be sent online now. */
  online: boolean
  /** Units that decide it for the competent one today, and by which decision. */
  delegated: readonly { unit: string; vi: string; en: string }[]
}

export function ProcedurePage({ frame, procedure, online, delegated }: Props) {
  const { lang } = frame
  const words = wordsOf(lang).procedure
  const doubtful = (pointer: string) => procedure.quarantined.some(({ path }) => path.startsWith(pointer))
  const submitted = procedure.componentGroups.filter((group) => group.purpose === 'submit')
  const shown = procedure.componentGroups.filter((group) => group.purpose === 'present')
  return (
    <Layout frame={frame} title={procedure.name}>
      <p className="crumbs">
        <a href="/thu-tuc">{words.all}</a>
        {procedure.field && (
          <>
            {' › '}
            <a href={`/thu-tuc?field=${encodeURIComponent(procedure.field)}`} lang="vi">
              {procedure.field}
            </a>
          </>
        )}
      </p>
      <h1 lang="vi">{procedure.name}</h1>
      <p className="facts">
        <span>{put(words.code, { code: procedure.code })}</span>
        <span>{put(words.version, { version: procedure.version, day: formatDay(procedure.validFrom) })}</span>
      </p>
      {online ? (
        <p className="action">
          <a className="button" href={`/nop-ho-so/${procedure.code}`}>
            {words.fileOnline}
          </a>
        </p>
      ) : (
        <p className="note">{words.notOnline}</p>
      )}
      {procedure.quarantined.length > 0 && (
        <p className="note note-warn">{put(words.underReview, { count: procedure.quarantined.length })}</p>
      )}

      <section aria-labelledby="channels">
        <h2 id="channels">{words.channels}</h2>
        {procedure.channels.length === 0 && doubtful('/channels') ? (
          <p>
            <UnderReview lang={lang} why={undefined} />
          </p>
        ) : (
          <ChannelTable lang={lang} procedure={procedure} />
        )}
      </section>

      <section aria-labelledby="components">
        <h2 id="components">{words.components}</h2>
        {submitted.length === 0 && shown.length === 0 && (
          <p>
            {doubtful('/componentGroups') ? <UnderReview lang={lang} why={undefined} /> : words.noComponents}
          </p>
        )}
        {submitted.map((group) => (
          <Components key={group.caseName ?? ''} lang={lang} group={group} procedure={procedure} />
        ))}
        {shown.length > 0 && <h3>{words.present}</h3>}
        {shown.map((group) => (
          <Components key={group.caseName ?? ''} lang={lang} group={group} procedure={procedure} />
        ))}
        {procedure.dossierSets !== null && (
          <p className="facts">
            <span>{put(words.sets, { count: procedure.dossierSets })}</span>
          </p>
        )}
      </section>

      <section aria-labelledby="who">
        <h2 id="who">{words.who}</h2>
        <dl className="pairs">
          <Pair term={words.subjects} doubtful={doubtful('/subjects')} lang={lang}>
            {procedure.subjects.map((subject) => words.subject[subject]).join(', ')}
          </Pair>
          <Pair term={words.place} lang={lang}>
            <span lang="vi">{procedure.receptionAddress}</span>
          </Pair>
          <Pair term={words.decides} lang={lang}>
            <span lang="vi">{procedure.competentAgency ?? procedure.performingAgencies.join('; ')}</span>
            {delegated.map((one) => (
              <span key={one.vi} className="choice-hint">
                {`${one.unit} (${one[lang]})`}
              </span>
            ))}
          </Pair>
          <Pair term={words.result} lang={lang}>
            <span lang="vi">{procedure.results.map((result) => result.name).join('; ')}</span>
          </Pair>
        </dl>
      </section>

      <Prose id="steps" title={words.steps} text={procedure.steps} missing={words.notStated} />
      <Prose
        id="conditions"
        title={words.conditions}
        text={procedure.conditions}
        missing={words.noConditions}
      />

      <section aria-labelledby="grounds">
        <h2 id="grounds">{words.grounds}</h2>
        <ul lang="vi">
          {procedure.legalGrounds.map(({ number, title }) => (
            <li key={`${number} ${title}`}>
              {title}
              {number && <span className="quiet"> ({number})</span>}
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  )
}

function ChannelTable({ lang, procedure }: { lang: Lang; procedure: ProcedureView }) {
  const words = wordsOf(lang).procedure
  return (
    <table className="stack" aria-labelledby="channels">
      <thead>
        <tr>
          <th scope="col">{words.channelColumn}</th>
          <th scope="col">{words.limitColumn}</th>
          <th scope="col">{words.feeColumn}</th>
        </tr>
      </thead>
      <tbody>
        {procedure.channels.map((row, index) => {
          const waits = procedure.quarantined.find(({ path }) => path.startsWith(`/channels/${index}`))
          return (
            // A channel may have several rows; their order is all that tells them apart.
            <tr key={index}>
              <th scope="row">{words.channel[row.channel]}</th>
              <td data-label={words.limitColumn}>
                {row.limit.unit === 'undefined' ? (
                  <UnderReview lang={lang} why={waits?.[lang]} />
                ) : (
                  limitInWords(row.limit, lang)
                )}
                {row.note && (
                  <span className="choice-hint" lang="vi">
                    {row.note}
                  </span>
                )}
              </td>
              <td data-label={words.feeColumn}>
                <Fee
                  lang={lang}
                  row={row}
                  doubtful={waits?.path.endsWith('feeVnd') ? waits[lang] : undefined}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Fee({ lang, row, doubtful }: { lang: Lang; row: Channel; doubtful: string | undefined }) {
  const words = wordsOf(lang).procedure
  return (
    <>
      {row.feeVnd === 0 && words.free}
      {row.feeVnd !== null && row.feeVnd > 0 && formatMoney(row.feeVnd)}
      {row.feeVnd === null &&
        (doubtful ? <UnderReview lang={lang} why={doubtful} /> : !row.feeNote && words.feeElsewhere)}
      {row.feeNote && (
        <span className={row.feeVnd === null ? undefined : 'choice-hint'} lang="vi">
          {row.feeNote}
        </span>
      )}
    </>
  )
}

function UnderReview({ lang, why }: { lang: Lang; why: string | undefined }) {
  const words = wordsOf(lang).procedure
  return (
    <span className="mark-warn" title={why}>
      {words.reviewed}
    </span>
  )
}

function Components({
  lang,
  group,
  procedure,
}: {
  lang: Lang
  group: ComponentGroup
  procedure: ProcedureView
}) {
  const words = wordsOf(lang).procedure
  const at = procedure.componentGroups.indexOf(group)
  return (
    <>
      {group.caseName && (
        <h3>
          {words.case} <span lang="vi">{group.caseName}</span>
        </h3>
      )}
      <ul className="components">
        {group.components.map((component, index) => {
          const doubtful = procedure.quarantined.some(({ path }) =>
            path.startsWith(`/componentGroups/${at}/components/${index}`),
          )
          return (
            <li key={component.id}>
              <span lang="vi">{component.name}</span>
              <span className="facts">
                {component.knownToState ? (
                  <span className="mark-good">{words.known}</span>
                ) : doubtful || component.originals === null || component.copies === null ? (
                  <UnderReview lang={lang} why={undefined} />
                ) : (
                  <>
                    {component.originals > 0 && (
                      <span>{put(words.originals, { count: component.originals })}</span>
                    )}
                    {component.copies > 0 && <span>{put(words.copies, { count: component.copies })}</span>}
                    {component.originals + component.copies === 0 && <span>{words.shownOnly}</span>}
                  </>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Pair({
  term,
  children,
  doubtful,
  lang,
}: {
  term: string
  children: React.ReactNode
  doubtful?: boolean
  lang: Lang
}) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{doubtful ? <UnderReview lang={lang} why={undefined} /> : children}</dd>
    </div>
  )
}

function Prose({
  id,
  title,
  text,
  missing,
}: {
  id: string
  title: string
  text: string | null
  missing: string
}) {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '')
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lines.length === 0 ? (
        <p>{missing}</p>
      ) : (
        lines.map((line, index) => (
          <p key={index} lang="vi">
            {line}
          </p>
        ))
      )}
    </section>
  )
}
