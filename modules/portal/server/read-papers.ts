import { AppError } from '#platform/errors.ts'
import type { Part } from '#platform/http-route.ts'
import { newToken } from '#platform/ids.ts'
import { maxFilesAtOnce } from '#modules/files/contract.ts'
import type { ProcedureView } from '#modules/catalogue/contract.ts'
import { bringings, type Bringing, type DraftFile, type Problem, type Typed } from '../contract.ts'
import type { Parts } from './parts.ts'

export type PapersRead = {
  arrived: DraftFile[]
  problems: Problem[]
  bringing: Record<string, Bringing>
  delivery: Typed['delivery'] | undefined
  remove: string
  go: string
}

/**
 * Reads the form of papers as it streams in. A file that is refused is a problem of its own; the good ones
 * beside it are kept.
 */
export async function readPapers(
  { files }: Pick<Parts, 'files'>,
  procedure: Pick<ProcedureView, 'componentGroups'>,
  already: number,
  pieces: AsyncIterable<Part>,
): Promise<PapersRead> {
  const known = new Set(procedure.componentGroups.flatMap((group) => group.components.map(({ id }) => id)))
  const read: PapersRead = {
    arrived: [],
    problems: [],
    bringing: {},
    delivery: undefined,
    remove: '',
    go: 'save',
  }
  for await (const piece of pieces) {
    if (piece.kind === 'file') {
      const componentId = piece.name.replace(/^file\./, '')
      const full = already + read.arrived.length >= maxFilesAtOnce
      if (piece.filename === '' || !known.has(componentId) || full) {
        piece.stream.resume()
        if (piece.filename !== '' && full) read.problems.push(tooMany(piece.name))
        continue
      }
      const staged = await stage(files, piece)
      if ('problem' in staged) read.problems.push(staged.problem)
      else read.arrived.push({ id: newToken(9), componentId, ...staged })
      continue
    }
    const value = piece.value.replaceAll('\0', '')
    if (piece.name === 'go') read.go = value
    if (piece.name === 'remove') read.remove = value
    if (piece.name === 'delivery')
      read.delivery = (['counter', 'post', 'online'] as const).find((way) => way === value)
    const component = /^how\.(.+)$/.exec(piece.name)?.[1]
    const way = bringings.find((one) => one === value)
    if (component && known.has(component) && way) read.bringing[component] = way
  }
  return read
}

type FilePiece = Extract<Part, { kind: 'file' }>

/** Sends one file ahead; what the files' own rules refuse is told beside its field. */
export async function stage(
  files: Parts['files'],
  piece: FilePiece,
): Promise<Omit<DraftFile, 'id' | 'componentId'> | { problem: Problem }> {
  try {
    const { token, name, sizeBytes, sha256, type, expiresAt } = await files.stageUpload(piece.stream, {
      name: piece.filename,
      declaredType: piece.type,
    })
    return { token, name, sizeBytes, sha256, type, expiresAt }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { problem: { field: piece.name, step: 'papers', vi: error.vi, en: error.en } }
  }
}

function tooMany(field: string): Problem {
  return {
    field,
    step: 'papers',
    vi: `Một hồ sơ nhận nhiều nhất ${maxFilesAtOnce} tệp. Hãy gộp nhiều trang vào một tệp PDF`,
    en: `A dossier takes at most ${maxFilesAtOnce} files. Put several pages into one PDF`,
  }
}
