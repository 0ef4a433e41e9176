import { createElement, type ComponentType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { CookieOptions } from '#platform/http-route.ts'
import { languageCookie, type Citizen } from '../contract.ts'
import type { Frame } from '../web/layout.tsx'
import type { Lang } from '../web/words.ts'
import { portalAssets } from './assets.ts'
import type { Parts } from './parts.ts'
import type { Cookies } from './sessions.ts'

// One name for the citizen everywhere: routes hand on what `citizenOf` found.
declare module '#platform/http-route.ts' {
  interface Visitors {
    citizen: Citizen
  }
}

/** What every page needs of the request. */
export type Caller = {
  citizen: Citizen | undefined
  cookies: Cookies
  query: unknown
  reply: {
    cookie(name: string, value: string, options?: CookieOptions): void
    html(page: string): void
    status(code: number): void
  }
}

const YEAR_SECONDS = 365 * 86_400

/** The language asked for, which is remembered, or the one remembered; Vietnamese first. */
export function languageOf({ cookies, query, reply }: Caller): Lang {
  const asked = textsOf(query)('lang')
  if (asked === 'vi' || asked === 'en') {
    reply.cookie(languageCookie, asked, { maxAge: YEAR_SECONDS })
    return asked
  }
  return cookies[languageCookie] === 'en' ? 'en' : 'vi'
}

/** The surroundings of a page at this address. */
export function frameOf(
  { organisation, config }: Pick<Parts, 'organisation' | 'config'>,
  caller: Caller,
  here: string,
): Frame {
  return {
    lang: languageOf(caller),
    here,
    citizen: caller.citizen ? { name: caller.citizen.name } : undefined,
    city: organisation.units().root?.name ?? '',
    demo: config.demo,
    assets: portalAssets(),
  }
}

export function pageOf<Props extends object>(page: ComponentType<Props>, props: Props): string {
  return `<!doctype html>${renderToStaticMarkup(createElement(page, props))}`
}

/** Answers a page; one with something to mend is a 400 with everything typed still in it. */
export function show<Props extends object>(
  { reply }: Pick<Caller, 'reply'>,
  page: ComponentType<Props>,
  props: Props,
  status = 200,
): void {
  if (status !== 200) reply.status(status)
  reply.html(pageOf(page, props))
}

/** Reads texts out of a query or a form, whatever was sent: never undefined, never a list, no NUL, which no table holds. */
export function textsOf(sent: unknown): (name: string) => string {
  const record = new Map<string, unknown>(
    typeof sent === 'object' && sent !== null ? Object.entries(sent) : [],
  )
  return (name) => {
    const value: unknown = record.get(name)
    const text: unknown = Array.isArray(value) ? value.at(-1) : value
    return typeof text === 'string' ? text.replaceAll('\0', '') : ''
  }
}

/** A path on this site to go back to, or the other one: never a foreign address. */
export function ownPath(asked: string, otherwise: string): string {
  const known = /^\/(tai-khoan|nop-ho-so|ho-so|thu-tuc)(\/[\w.~-]+)*$/
  return known.test(asked) && !asked.includes('..') ? asked : otherwise
}
