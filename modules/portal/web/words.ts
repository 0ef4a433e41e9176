import { portalEn } from './messages.en.ts'
import { portalVi } from './messages.vi.ts'

export type Lang = 'vi' | 'en'
export type Words = typeof portalVi

export function wordsOf(lang: Lang): Words {
  return lang === 'en' ? portalEn : portalVi
}

/** Puts values into the places marked `{name}` of a sentence. */
export function put(sentence: string, values: Record<string, string | number>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
