import type { Readable } from 'node:stream'
import { route, type AnyRoute, type Part } from '#platform/http-route.ts'
import { StagedFileView } from '../contract.ts'
import { fileErrors } from './errors.ts'
import { drain } from './store-upload.ts'

type Stage = (stream: Readable, declared: { name: string; declaredType: string }) => Promise<StagedFileView>

export function fileRoutes(stage: Stage): AnyRoute[] {
  return [
    route({
      method: 'POST',
      path: '/api/files/staged',
      access: 'signed_in',
      summary: 'Sends one file ahead of its case; the token in the answer attaches it within a day.',
      multipart: true,
      perMinute: 120,
      response: StagedFileView,
      handle: (context) => stageOnly(context.parts(), stage),
    }),
  ]
}

/** One request carries one file: a second one would have to be undone when the first fails. */
async function stageOnly(parts: AsyncIterable<Part>, stage: Stage): Promise<StagedFileView> {
  let staged: StagedFileView | undefined
  for await (const part of parts) {
    if (part.kind !== 'file') continue
    if (staged) {
      drain(part.stream)
      throw fileErrors.tooMany(1)
    }
    staged = await stage(part.stream, { name: part.filename, declaredType: part.type })
  }
  if (!staged) throw fileErrors.noFile()
  return staged
}
