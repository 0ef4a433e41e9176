import { acceptedFiles } from '#modules/files/contract.ts'
import { resultKey, type PublicDossier } from '#modules/dossiers/contract.ts'
import { formatBytes, formatDateTime, formatDay, formatWorkingMinutes } from '#platform/ui/format.ts'
import type { Problem } from '../contract.ts'
import { ProblemSummary, TextField } from './form-controls.tsx'
import { feeByTable } from './fee-words.ts'
import { Layout, type Frame } from './layout.tsx'
import { LinkedParts, PartName } from './linked-parts.tsx'
import { opinionsEn } from './opinion-messages.en.ts'
import { opinionsVi } from './opinion-messages.vi.ts'
import { StandingPart, standingWords } from './standing-part.tsx'
import { WatchPart, watchWords } from './watch-part.tsx'
import { put, wordsOf, type Lang } from './words.ts'

/** A file that arrived with a supplement that could not be sent yet. */
export type Waiting = { token: string; componentId: string; name: string }

/** What the page may say was done. */
export const doneWords = ['supplied', 'withdrawn', 'watched', 'unwatched'] as const
export type DoneWord = (typeof doneWords)[number]

export type DossierProps = {
  frame: Frame
  dossier: PublicDossier
  /** The secret the visitor came with; an account needs none. */
  secret: string | undefined
  commandKey: string
  problems: readonly Problem[]
  typed: { note: string; waiting: readonly Waiting[] }
  justDone: DoneWord | undefined
  /** Whether the due date is watched; undefined for a visitor without an account. */
  watched: boolean | undefined
  /** Label of a field of the electronic form. */
  labelOf(field: string): string
}

export function dossierAddress(code: string, secret: string | undefined, below = ''): string {
  const base = `/ho-so/${encodeURIComponent(code)}${below}`
  return secret === undefined ? base : `${base}?ma=${encodeURIComponent(secret)}`
}

export function DossierPage(props: DossierProps) {
  const { frame, dossier, secret, problems, justDone } = props
  const { lang } = frame
  const words = wordsOf(lang).dossier
  const results = dossier.files.filter((file) => file.kind === 'result')
  const fee = feeByTable(dossier.terms, lang)
  const sent = dossier.files.filter((file) => file.kind !== 'result')
  return (
    <Layout frame={frame} title={put(words.title, { code: dossier.code })}>
      <div
        data-live={dossierAddress(dossier.code, secret, '/trang-thai')}
        data-version={dossier.version}
        data-changed={words.changed}
      >
        <p className="facts">
          <span>{put(words.code, { code: dossier.code })}</span>
          <span>{words.channel[dossier.channel]}</span>
        </p>
        <h1 lang="vi">{dossier.procedure.name}</h1>
        {justDone && !(justDone === 'supplied' && dossier.status === 'awaiting_supplement') && (
          <p className="note note-good" role="status">
            {{ ...words.done, ...watchWords[lang].done }[justDone]}
          </p>
        )}
        <ProblemSummary lang={lang} problems={problems} />
        <Status lang={lang} dossier={dossier} />
        {results.length > 0 && (
          <section aria-labelledby="results" className="panel panel-good">
            <h2 id="results">{words.results}</h2>
            {dossier.resultNumber && <p>{put(words.resultNumber, { number: dossier.resultNumber })}</p>}
            {dossier.signed && (
              <p>
                {put(standingWords[lang].signed, {
                  signer: [...dossier.signed.lines, dossier.signed.name].join(' · '),
                })}
              </p>
            )}
            <FileLinks dossier={dossier} secret={secret} files={results} />
          </section>
        )}
        {dossier.status === 'awaiting_supplement' && <Faults {...props} />}
        {dossier.status === 'refused' && dossier.faults.length > 0 && <Faults {...props} />}
        <StandingPart lang={lang} dossier={dossier} />
        <Clock lang={lang} dossier={dossier} />
        {dossier.closedAt === null && (
          <WatchPart
            lang={lang}
            code={dossier.code}
            secret={secret}
            watched={props.watched}
            here={dossierAddress(dossier.code, secret)}
          />
        )}
        {dossier.linked && <LinkedParts lang={lang} linked={dossier.linked} />}
        <Opinions lang={lang} dossier={dossier} />
        <section aria-labelledby="timeline">
          <h2 id="timeline">{words.timeline}</h2>
          <ol className="timeline">
            {dossier.timeline.map((line, index) => (
              <li key={index}>
                <time dateTime={line.at}>{formatDateTime(line.at)}</time>
                {line.part && <PartName lang={lang} name={line.part} />}
                <span>{line[lang]}</span>
                {line.unit && (
                  <span className="quiet" lang="vi">
                    {line.unit}
                  </span>
                )}
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="about">
          <h2 id="about">{words.about}</h2>
          <dl className="pairs">
            <Pair term={words.owner}>{dossier.ownerName}</Pair>
            <Pair term={words.sentTo}>{dossier.receivingUnit.name}</Pair>
            <Pair term={words.decides}>
              {dossier.decidedUnder
                ? `${dossier.competentUnit.name} (${dossier.decidedUnder[lang]})`
                : dossier.competentUnit.name}
            </Pair>
            <Pair term={words.delivery}>{wordsOf(lang).papers.ways[dossier.delivery]}</Pair>
            {fee !== undefined && <Pair term={wordsOf(lang).review.fee}>{fee}</Pair>}
          </dl>
          <ul className="plain">
            {dossier.receivedAt && (
              <li>
                <a href={dossierAddress(dossier.code, secret, '/giay-tiep-nhan.pdf')}>{words.receiptPdf}</a>
              </li>
            )}
            {dossier.status === 'awaiting_supplement' && (
              <li>
                <a href={dossierAddress(dossier.code, secret, '/phieu-bo-sung.pdf')}>{words.supplementPdf}</a>
              </li>
            )}
            {dossier.standing.extension && (
              <li>
                <a href={dossierAddress(dossier.code, secret, '/van-ban-xin-loi.pdf')}>
                  {standingWords[lang].apologyPdf}
                </a>
              </li>
            )}
            {dossier.standing.stopped && (
              <li>
                <a href={dossierAddress(dossier.code, secret, '/thong-bao-dung.pdf')}>
                  {standingWords[lang].stopPdf}
                </a>
              </li>
            )}
            {dossier.status === 'refused' && (
              <li>
                <a href={dossierAddress(dossier.code, secret, '/phieu-tu-choi.pdf')}>{words.refusalPdf}</a>
              </li>
            )}
          </ul>
          {sent.length > 0 && (
            <details>
              <summary>{put(words.sentFiles, { count: sent.length })}</summary>
              <FileLinks dossier={dossier} secret={secret} files={sent} />
            </details>
          )}
        </section>
        {dossier.allowedActions.includes('withdraw') && <Withdraw {...props} />}
      </div>
    </Layout>
  )
}

function Status({ lang, dossier }: { lang: Lang; dossier: PublicDossier }) {
  const words = wordsOf(lang).dossier
  const held = !['returned', 'refused', 'stopped'].includes(dossier.status)
  return (
    <section className={`status status-${dossier.status}`} aria-labelledby="status">
      <h2 id="status">{words.status[dossier.status]}</h2>
      <p>{words.meaning[dossier.status]}</p>
      {held && (
        <p>
          {words.heldBy} <strong lang="vi">{dossier.holdingUnit.name}</strong>
        </p>
      )}
    </section>
  )
}

function Clock({ lang, dossier: { clock } }: { lang: Lang; dossier: PublicDossier }) {
  const words = wordsOf(lang).dossier
  const left = clock.remainingMinutes
  return (
    <section aria-labelledby="clock">
      <h2 id="clock">{words.clock}</h2>
      {clock.state === 'not_started' && <p>{words.notStarted}</p>}
      {clock.promisedAt && (
        <p>
          {words.promised} <strong>{formatDateTime(clock.promisedAt)}</strong>
        </p>
      )}
      {clock.dueAt && clock.state !== 'ended' && (
        <p>
          {clock.state === 'paused' ? standingWords[lang].dueIfNow : words.due}{' '}
          <strong>{formatDateTime(clock.dueAt)}</strong>{' '}
          {left !== null && clock.state !== 'paused' && (
            <span className={clock.overdue ? 'mark-bad' : 'mark-calm'}>
              {put(clock.overdue ? words.late : words.left, { time: formatWorkingMinutes(left, lang) })}
            </span>
          )}
        </p>
      )}
      {clock.state === 'paused' && <p className="note">{words.paused}</p>}
      {clock.explanation[lang].length > 0 && (
        <details>
          <summary>{words.explained}</summary>
          <ol className="explained">
            {clock.explanation[lang].map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}

/** Who is asked besides the deciding agency, and by when; what they write is not shown. */
function Opinions({ lang, dossier: { opinions } }: { lang: Lang; dossier: PublicDossier }) {
  const words = lang === 'vi' ? opinionsVi : opinionsEn
  if (opinions.length === 0) return null
  return (
    <section aria-labelledby="opinions">
      <h2 id="opinions">{words.title}</h2>
      <p className="quiet">{words.meaning}</p>
      <ul className="plain">
        {opinions.map(({ unit, state, dueAt, askedAt }) => (
          <li key={`${unit}${askedAt}`}>{put(words[state], { unit, at: formatDateTime(dueAt) })}</li>
        ))}
      </ul>
    </section>
  )
}

/** All faults in one list, and, while they can be mended here, the form that mends them. */
function Faults(props: DossierProps) {
  const { frame, dossier, secret, commandKey, problems, typed, labelOf } = props
  const { lang } = frame
  const words = wordsOf(lang).dossier
  const maySupply = dossier.allowedActions.includes('supply_supplement')
  const nameOf = (componentId: string) =>
    dossier.components.find((one) => one.componentId === componentId)?.name
  const asked = [...new Set(dossier.faults.flatMap(({ componentId }) => componentId ?? []))]
  return (
    <section aria-labelledby="faults" className="panel panel-warn">
      <h2 id="faults">{maySupply ? words.faults : words.refusedFor}</h2>
      {maySupply && dossier.supplementDueOn && (
        <p>{put(words.supplyBefore, { day: formatDay(dossier.supplementDueOn) })}</p>
      )}
      <ol lang="vi">
        {dossier.faults.map((fault, index) => (
          <li key={index}>
            {fault.componentId && nameOf(fault.componentId) && <strong>{nameOf(fault.componentId)}: </strong>}
            {fault.field && <strong>{labelOf(fault.field)}: </strong>}
            {fault.what}
            {fault.bring && (
              <span className="choice-hint">
                {words.bring} {fault.bring}
              </span>
            )}
          </li>
        ))}
      </ol>
      {maySupply && (
        <form
          method="post"
          action={dossierAddress(dossier.code, undefined, '/bo-sung')}
          encType="multipart/form-data"
          data-upload=""
          data-sending={wordsOf(lang).papers.sending}
        >
          <Hidden {...{ dossier, secret, commandKey }} />
          {typed.waiting.map((file) => (
            <input key={file.token} type="hidden" name="waiting" value={JSON.stringify(file)} />
          ))}
          {typed.waiting.length > 0 && (
            <ul className="files">
              {typed.waiting.map((file) => (
                <li key={file.token}>
                  <bdi className="file-name">{file.name}</bdi> <span className="quiet">{words.arrived}</span>
                </li>
              ))}
            </ul>
          )}
          {[...asked, 'bo-sung'].map((componentId) => (
            <div className="field" key={componentId}>
              <label htmlFor={`file.${componentId}`} lang={nameOf(componentId) ? 'vi' : lang}>
                {nameOf(componentId) ?? words.otherFiles}
              </label>
              <input
                id={`file.${componentId}`}
                name={`file.${componentId}`}
                type="file"
                multiple
                accept={acceptedFiles}
              />
            </div>
          ))}
          <TextField
            lang={lang}
            problems={problems}
            id="note"
            label={words.answer}
            hint={words.answerHint}
            value={typed.note}
            required={false}
            lines={4}
            maxLength={1800}
          />
          <div className="buttons">
            <button type="submit">{words.supply}</button>
          </div>
        </form>
      )}
    </section>
  )
}

function Withdraw({ frame, dossier, secret, commandKey }: DossierProps) {
  const words = wordsOf(frame.lang).dossier
  return (
    <details className="withdraw">
      <summary>{words.withdraw}</summary>
      <p>{words.withdrawHelp}</p>
      <form method="post" action={dossierAddress(dossier.code, undefined, '/rut')} data-once="">
        <Hidden {...{ dossier, secret, commandKey }} />
        <button type="submit" className="danger">
          {words.withdrawSure}
        </button>
      </form>
    </details>
  )
}

function Hidden({ dossier, secret, commandKey }: Pick<DossierProps, 'dossier' | 'secret' | 'commandKey'>) {
  return (
    <>
      <input type="hidden" name="version" value={dossier.version} />
      <input type="hidden" name="commandKey" value={commandKey} />
      {secret !== undefined && <input type="hidden" name="ma" value={secret} />}
    </>
  )
}

function FileLinks({
  dossier,
  secret,
  files,
}: {
  dossier: PublicDossier
  secret: string | undefined
  files: PublicDossier['files']
}) {
  const partOf = (componentId: string | null) =>
    dossier.linked?.parts.find((part) => resultKey(part.key) === componentId)?.name
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          {partOf(file.componentId) && (
            <p className="quiet" lang="vi">
              {partOf(file.componentId)}
            </p>
          )}
          <a className="file-name" href={dossierAddress(dossier.code, secret, `/tep/${file.id}`)}>
            <bdi>{file.name}</bdi>
          </a>
          <span className="facts">
            <span>{formatBytes(file.sizeBytes)}</span>
            <span>{formatDateTime(file.uploadedAt)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Pair({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd lang="vi">
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}
