import type { LinkedView, PartView } from '#modules/dossiers/contract.ts'
import { formatDateTime, formatWorkingMinutes } from '#platform/ui/format.ts'
import { linkedEn } from './linked-messages.en.ts'
import { linkedVi } from './linked-messages.vi.ts'
import { put, type Lang } from './words.ts'

const linkedWords = { vi: linkedVi, en: linkedEn }

/** What is filed once and done by several agencies: who does which part, by when, and what came out. */
export function LinkedParts({ lang, linked }: { lang: Lang; linked: LinkedView }) {
  const words = linkedWords[lang]
  return (
    <section aria-labelledby="parts">
      <h2 id="parts">{words.title}</h2>
      <p>
        {linked.expectedAt ? put(words.expected, { at: formatDateTime(linked.expectedAt) }) : words.allOver}
      </p>
      {linked.atRisk && <p className="note note-warn">{words.atRisk}</p>}
      <ol className="timeline parts">
        {linked.parts.map((part) => (
          <Part key={part.key} lang={lang} part={part} />
        ))}
      </ol>
    </section>
  )
}

function Part({ lang, part }: { lang: Lang; part: PartView }) {
  const words = linkedWords[lang]
  return (
    <li className={`part-${part.state}`}>
      <strong lang="vi">{part.name}</strong>
      <span>
        {words.state[part.state]}
        {part.lateMinutes !== null && (
          <b className="mark-bad">
            {put(words.late, { time: formatWorkingMinutes(part.lateMinutes, lang) })}
          </b>
        )}
      </span>
      {part.unit && (
        <span className="quiet" lang="vi">
          {part.unit.name}
          {part.code && ` · ${part.code}`}
        </span>
      )}
      {part.endedAt ? (
        <time dateTime={part.endedAt}>{put(words.endedAt, { at: formatDateTime(part.endedAt) })}</time>
      ) : (
        part.dueAt && (
          <time dateTime={part.dueAt}>
            {put(part.state === 'waiting' ? words.expectedDue : words.due, {
              at: formatDateTime(part.dueAt),
            })}
          </time>
        )
      )}
      {part.resultNumber && <span>{put(words.result, { number: part.resultNumber })}</span>}
      {part.state === 'waiting' && part.waitsFor.length > 0 && (
        <span>{put(words.waitsFor, { parts: part.waitsFor.join(', ') })}</span>
      )}
    </li>
  )
}

/** Which part a line of the timeline is about. */
export function PartName({ lang, name }: { lang: Lang; name: string }) {
  return (
    <span className="quiet" lang="vi">
      {put(linkedWords[lang].part, { name })}
    </span>
  )
}
