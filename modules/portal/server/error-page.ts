import type { AppError } from '#platform/errors.ts'
import { RefusalPage } from '../web/message-pages.tsx'
import { portalAssets } from './assets.ts'
import type { Parts } from './parts.ts'
import { pageOf } from './visit.ts'

/** A refusal drawn like every other page; who asked is not known any more, so both languages stand on it. */
export function errorPage(
  { organisation, config }: Pick<Parts, 'organisation' | 'config'>,
  error: AppError,
  requestId: string,
): string {
  const city = organisation.units().root?.name ?? ''
  const frame = {
    lang: 'vi' as const,
    here: '/',
    citizen: undefined,
    city,
    demo: config.demo,
    assets: portalAssets(),
  }
  const { vi, en, code } = error
  return pageOf(RefusalPage, {
    frame,
    refusal: { vi, en, code },
    requestId,
    again: error.kind === 'unavailable',
  })
}
