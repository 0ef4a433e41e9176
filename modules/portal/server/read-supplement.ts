import type { Part } from '#platform/http-route.ts'
import { newToken } from '#platform/ids.ts'
import { maxFilesAtOnce } from '#modules/files/contract.ts'
import type { Problem } from '../contract.ts'
import type { Waiting } from '../web/dossier-page.tsx'
import type { Parts } from './parts.ts'
import { stage } from './read-papers.ts'

export type SupplementRead = {
  ma: string
  version: number
  commandKey: string
  note: string
  /** Files that have arrived, now or with a try before this one. */
  waiting: Waiting[]
  problems: Problem[]
}

/** Reads the form of a supplement as it streams in. */
export async function readSupplement(
  { files }: Pick<Parts, 'files'>,
  pieces: AsyncIterable<Part>,
): Promise<SupplementRead> {
  const read: SupplementRead = {
    ma: '',
    version: 0,
    commandKey: newToken(16),
    note: '',
    waiting: [],
    problems: [],
  }
  for await (const piece of pieces) {
    if (piece.kind === 'file') {
      const componentId = piece.name.replace(/^file\./, '')
      if (
        piece.filename === '' ||
        !/^[\w-]{1,60}$/.test(componentId) ||
        read.waiting.length >= maxFilesAtOnce
      ) {
        piece.stream.resume()
        continue
      }
      const staged = await stage(files, piece)
      if ('problem' in staged) read.problems.push(staged.problem)
      else read.waiting.push({ token: staged.token, componentId, name: staged.name })
      continue
    }
    const value = piece.value.replaceAll('\0', '')
    if (piece.name === 'ma') read.ma = value
    if (piece.name === 'note') read.note = value
    if (piece.name === 'version') read.version = Math.trunc(Number(value)) || 0
    if (piece.name === 'commandKey' && /^[A-Za-z0-9._:-]{8,100}$/.test(value)) read.commandKey = value
    if (piece.name === 'waiting') read.waiting.push(...waitingIn(value))
  }
  return read
}

/** A file of a try before, as our own page wrote it down; anything else is left out. */
function waitingIn(text: string): Waiting[] {
  try {
    const { token, componentId, name } = Object(JSON.parse(text)) as Record<string, unknown>
    if (typeof token !== 'string' || typeof componentId !== 'string' || typeof name !== 'string') return []
    return /^[\w-]{1,200}$/.test(token) && /^[\w-]{1,60}$/.test(componentId)
      ? [{ token, componentId, name: name.slice(0, 200) }]
      : []
  } catch {
    return []
  }
}
