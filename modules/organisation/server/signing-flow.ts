import type { PostKind, Unit, UnitId } from '../contract.ts'

export type SigningBasis = 'collective' | 'acting' | 'deputy' | 'by_order' | 'authorised' | 'delegated'
/** `mark` is the body, or the word before a title, by which the basis is known. */
export type SigningRule = { basis: SigningBasis; abbreviation: string; mark: string | null }

export type SignersPost = { unitId: UnitId; kind: PostKind; title: string }
type Named = Pick<Unit, 'kind' | 'name'>

export type SigningFacts = {
  /** The post the paper was signed on. */
  post: SignersPost & { kind: 'leader' | 'head' }
  /** What the signer holds, where the post is another's. */
  own: SignersPost | null
  /** Of the leaders of the post's unit. */
  leaders: readonly string[]
  /** The unit whose authority was given to the signer's, and the titles of its leaders. */
  giver: { unit: Named; leaders: readonly string[] } | null
  /** The unit of `own`. */
  ownUnit: Named | null
}

/** Whoever holds another kind of post signs for nobody. */
export function signsForUnit(post: SignersPost): post is SigningFacts['post'] {
  return post.kind === 'leader' || post.kind === 'head'
}

/** The lines over a signature, as they are printed. */
export function capacityLines(rules: readonly SigningRule[], facts: SigningFacts): string[] {
  const { giver } = facts
  const own = ownLines(rules, facts)
  const before = giver ? said(rules, 'delegated', headOf(rules, giver.unit, giver.leaders)) : []
  return [...before, ...own].map((line) => line.toLocaleUpperCase('vi'))
}

function ownLines(rules: readonly SigningRule[], { post, own, ownUnit, leaders, giver }: SigningFacts) {
  const chief = chiefAmong(rules, leaders)
  if (own?.kind === 'leader' && own.unitId === post.unitId) return leading(rules, own.title, giver === null)
  if (post.kind === 'leader') {
    if (!own) return leading(rules, post.title, giver === null)
    const instead = chiefAmong(rules, [post.title]) ?? post.title
    const title = own.unitId === post.unitId || !ownUnit ? own.title : titleAt(own.title, ownUnit)
    return [...said(rules, 'authorised', instead), title]
  }
  return [
    ...said(rules, 'by_order', chief ?? 'Thủ trưởng cơ quan'),
    ...inPlace(rules, post.title, own?.title),
  ]
}

/** A deputy signs for the head of the section; whoever else stands in signs under their own title. */
function inPlace(rules: readonly SigningRule[], title: string, own: string | undefined): string[] {
  if (own === undefined) return [title]
  const chief = afterMark(rules, 'deputy', own)
  return chief?.toLowerCase() === title.toLowerCase() ? [...said(rules, 'deputy', title), own] : [own]
}

function leading(rules: readonly SigningRule[], title: string, inBodysName: boolean): string[] {
  const body = inBodysName ? markOf(rules, 'collective') : undefined
  const at = body === undefined ? -1 : title.toLowerCase().indexOf(` ${body.toLowerCase()}`)
  const short = at < 0 ? title : title.slice(0, at)
  const deputyOf = afterMark(rules, 'deputy', short)
  const actingAs = afterMark(rules, 'acting', short)
  return [
    ...(at < 0 ? [] : said(rules, 'collective', body ?? '')),
    ...(deputyOf !== undefined
      ? [...said(rules, 'deputy', deputyOf), short]
      : actingAs === undefined
        ? [short]
        : said(rules, 'acting', actingAs)),
  ]
}

/** The title of the head, whether the head, somebody who acts as one, or only a deputy is there to tell it. */
function chiefAmong(rules: readonly SigningRule[], titles: readonly string[]): string | undefined {
  const acting = titles.map((title) => afterMark(rules, 'acting', title)).find((one) => one !== undefined)
  const deputies = titles.map((title) => afterMark(rules, 'deputy', title))
  const chief = titles.find(
    (title, index) => deputies[index] === undefined && afterMark(rules, 'acting', title) === undefined,
  )
  return chief ?? acting ?? deputies.find((one) => one !== undefined)
}

function headOf(rules: readonly SigningRule[], unit: Named, leaders: readonly string[]): string {
  const chief = chiefAmong(rules, leaders)
  return chief === undefined ? unit.name : titleAt(chief, unit)
}

/** “Giám đốc Sở” at “Sở Tư pháp” is “Giám đốc Sở Tư pháp”. */
function titleAt(title: string, { kind, name }: Named): string {
  const ends = title.toLowerCase().endsWith(kind.toLowerCase())
  return ends ? `${title.slice(0, -kind.length)}${name}` : title
}

/** Without a rule on the day nothing is put before the words. */
function said(rules: readonly SigningRule[], basis: SigningBasis, words: string): string[] {
  const rule = rules.find((one) => one.basis === basis)
  return rule ? [`${rule.abbreviation} ${words}`] : []
}

function markOf(rules: readonly SigningRule[], basis: SigningBasis): string | undefined {
  return rules.find((one) => one.basis === basis)?.mark ?? undefined
}

function afterMark(rules: readonly SigningRule[], basis: SigningBasis, title: string): string | undefined {
  const mark = markOf(rules, basis)
  if (mark === undefined || !title.toLowerCase().startsWith(`${mark.toLowerCase()} `)) return undefined
  const rest = title.slice(mark.length + 1)
  return rest.slice(0, 1).toLocaleUpperCase('vi') + rest.slice(1)
}
