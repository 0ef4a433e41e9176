import type { PublicDossier } from '#modules/dossiers/contract.ts'
import { formatBytes, formatDateTime } from '#platform/ui/format.ts'
import { feeByTable } from './fee-words.ts'
import { Layout, type Frame } from './layout.tsx'
import { LinkedParts } from './linked-parts.tsx'
import { wordsOf } from './words.ts'

/** A QR code as squares of a path: `size` squares each way. */
export type Qr = { size: number; path: string }

type Props = { frame: Frame; dossier: PublicDossier; secret: string; address: string; qr: Qr }

/** What the citizen takes home: the two codes, the files as they arrived, and what happens now. */
export function ReceiptPage({ frame, dossier, secret, address, qr }: Props) {
  const words = wordsOf(frame.lang).receipt
  const fee = feeByTable(dossier.terms, frame.lang)
  return (
    <Layout frame={frame} title={words.title}>
      <div className="done-banner">
        <h1>{words.title}</h1>
        <p lang="vi">{dossier.procedure.name}</p>
      </div>
      <div className="ticket">
        <dl className="pairs">
          <div>
            <dt>{words.code}</dt>
            <dd className="code">{dossier.code}</dd>
          </div>
          <div>
            <dt>{words.secret}</dt>
            <dd className="code">{secret}</dd>
          </div>
          <div>
            <dt>{words.sentAt}</dt>
            <dd>{formatDateTime(dossier.submittedAt)}</dd>
          </div>
          <div>
            <dt>{words.sentTo}</dt>
            <dd lang="vi">{dossier.receivingUnit.name}</dd>
          </div>
          <div>
            <dt>{words.owner}</dt>
            <dd>
              <bdi>{dossier.ownerName}</bdi>
            </dd>
          </div>
          {fee !== undefined && (
            <div>
              <dt>{wordsOf(frame.lang).review.fee}</dt>
              <dd>{fee}</dd>
            </div>
          )}
        </dl>
        <figure>
          <svg
            className="qr"
            viewBox={`-4 -4 ${qr.size + 8} ${qr.size + 8}`}
            role="img"
            aria-label={words.qr}
            shapeRendering="crispEdges"
          >
            <rect x="-4" y="-4" width={qr.size + 8} height={qr.size + 8} fill="#fff" />
            <path d={qr.path} />
          </svg>
          <figcaption>{words.qr}</figcaption>
        </figure>
      </div>
      <p className="note note-warn">{words.keepSecret}</p>
      <section aria-labelledby="next">
        <h2 id="next">{words.next}</h2>
        <ol>
          {words.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ol>
      </section>
      {dossier.linked && <LinkedParts lang={frame.lang} linked={dossier.linked} />}
      <section aria-labelledby="files">
        <h2 id="files">{words.files}</h2>
        {dossier.files.length === 0 ? (
          <p>{words.noFiles}</p>
        ) : (
          <ul className="files">
            {dossier.files.map((file) => (
              <li key={file.id}>
                <bdi className="file-name">{file.name}</bdi>
                <span className="facts">
                  <span>{formatBytes(file.sizeBytes)}</span>
                  <span>{formatDateTime(file.uploadedAt)}</span>
                </span>
                <code className="hash">SHA-256 {file.sha256}</code>
              </li>
            ))}
          </ul>
        )}
      </section>
      <p className="buttons no-print">
        <a className="button" href={address}>
          {words.follow}
        </a>
        <button type="button" className="secondary" data-print="" hidden>
          {words.print}
        </button>
      </p>
      <p className="hint no-print">{words.printHint}</p>
    </Layout>
  )
}
