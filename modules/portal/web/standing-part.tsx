import type { GivenReason, PublicDossier } from '#modules/dossiers/contract.ts'
import { formatDateTime, formatDay } from '#platform/ui/format.ts'
import { standingEn } from './standing-messages.en.ts'
import { standingVi } from './standing-messages.vi.ts'
import { put, type Lang } from './words.ts'

/** Words of this part, also for the papers that belong to it. */
export const standingWords = { vi: standingVi, en: standingEn }

type Props = { lang: Lang; dossier: PublicDossier }

/** Why it stands still, the apology with its new date, or how it ended: what happened, and what to do now. */
export function StandingPart({ lang, dossier }: Props) {
  const words = standingWords[lang]
  const { suspension, extension, stopped, supplements } = dossier.standing
  const live = !dossier.closedAt
  return (
    <>
      {suspension && live && (
        <section aria-labelledby="suspension" className="panel panel-warn">
          <h2 id="suspension">{words.suspension}</h2>
          <Reason lang={lang} reason={suspension.reason} />
          <p>{put(words.since, { at: formatDateTime(suspension.since) })}</p>
          {suspension.expectedOn && <p>{put(words.expectedOn, { day: formatDay(suspension.expectedOn) })}</p>}
          {suspension.capAt && <p>{put(words.cap, { at: formatDateTime(suspension.capAt) })}</p>}
          <p>{dossier.status === 'awaiting_payment' ? words.pay : words.nothingToDo}</p>
        </section>
      )}
      {extension && (
        <section aria-labelledby="extension" className="panel panel-warn">
          <h2 id="extension">{words.extension}</h2>
          <p>{words.sorry}</p>
          <p>
            {words.newDate} <strong>{formatDay(extension.newDueOn)}</strong>{' '}
            {put(words.before, { at: formatDateTime(extension.previousDueAt) })}
          </p>
          <Reason lang={lang} reason={extension.reason} />
          {extension.note && <p lang="vi">{extension.note}</p>}
          <p>{words.noMorePapers}</p>
        </section>
      )}
      {supplements > 1 && live && <p className="note">{words.askedTwice}</p>}
      {stopped && (
        <section aria-labelledby="stopped" className="panel panel-warn">
          <h2 id="stopped">{words.stopped}</h2>
          <Reason lang={lang} reason={stopped.reason} />
          <p>{put(words.stoppedAt, { at: formatDateTime(stopped.at) })}</p>
          {stopped.note && <p lang="vi">{stopped.note}</p>}
          <p>
            {words.papers} <span lang="vi">{stopped.papersReturned ?? words.allPapers}</span>
          </p>
          {stopped.feesReturned && (
            <p>
              {words.fees} <span lang="vi">{stopped.feesReturned}</span>
            </p>
          )}
          <p>
            {words.fileAgain} <a href={`/thu-tuc/${dossier.procedure.code}`}>{words.procedure}</a>
          </p>
        </section>
      )}
    </>
  )
}

function Reason({ lang, reason }: { lang: Lang; reason: GivenReason }) {
  const words = standingWords[lang]
  return (
    <p>
      {words.reason} <strong>{reason[lang]}</strong>
      {reason.legalGround && <span lang="vi"> ({reason.legalGround})</span>}
    </p>
  )
}
