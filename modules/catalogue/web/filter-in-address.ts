import { useEffect } from 'react'
import { quarantineReasons } from '../contract.ts'
import type { QuarantineFilter } from './queries.ts'

/** The filter as the address of the page has it, so that it survives a reload and can be sent to a colleague. */
export function readFilter(): QuarantineFilter {
  const asked = new URLSearchParams(window.location.search)
  const reason = quarantineReasons.find((word) => word === asked.get('reason'))
  const code = asked.get('code')?.slice(0, 40)
  const page = Number(asked.get('page'))
  return {
    ...(reason ? { reason } : {}),
    ...(code ? { code } : {}),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

export function useFilterInAddress({ reason, code, page }: QuarantineFilter) {
  useEffect(() => {
    const asked = new URLSearchParams()
    if (reason) asked.set('reason', reason)
    if (code) asked.set('code', code)
    if (page > 1) asked.set('page', String(page))
    const search = asked.size > 0 ? `?${asked.toString()}` : ''
    if (search !== window.location.search) {
      window.history.replaceState(window.history.state, '', `${window.location.pathname}${search}`)
    }
  }, [reason, code, page])
}
