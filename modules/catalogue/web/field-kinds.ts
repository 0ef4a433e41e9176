import { fill } from '#platform/ui/i18n.ts'
import type { Words } from './messages.ts'

/** What is asked for at a path; it decides how the value is entered. */
export type FieldKind =
  | 'limit'
  | 'fee'
  | 'levels'
  | 'subjects'
  | 'kind'
  | 'tier'
  | 'steps'
  | 'component'
  | 'components'
  | 'ground'
  | 'groundNumber'
  | 'resultCode'
  | 'json'

const kinds: readonly (readonly [RegExp, FieldKind])[] = [
  [/^\/channels\/\d+\/limit$/, 'limit'],
  [/^\/channels\/\d+\/feeVnd$/, 'fee'],
  [/^\/levels$/, 'levels'],
  [/^\/subjects$/, 'subjects'],
  [/^\/kind$/, 'kind'],
  [/^\/competentTier$/, 'tier'],
  [/^\/process$/, 'steps'],
  [/^\/componentGroups\/\d+\/components$/, 'components'],
  [/^\/componentGroups\/\d+\/components\/\d+$/, 'component'],
  [/^\/legalGrounds\/\d+$/, 'ground'],
  [/^\/legalGrounds\/\d+\/number$/, 'groundNumber'],
  [/^\/results\/\d+\/code$/, 'resultCode'],
]

export function fieldKind(path: string): FieldKind {
  return kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'json'
}

/** "Filing channel, row 2 · time limit" for `/channels/1/limit`. */
export function placeInWords(path: string, { places }: Words): string {
  const [, table, row, part, inner] = path.split('/')
  const at = (sentence: string, index: string | undefined) => fill(sentence, { row: Number(index) + 1 })
  const plain: Record<string, string> = {
    levels: places.levels,
    subjects: places.subjects,
    kind: places.kind,
    competentTier: places.tier,
    process: places.steps,
    channels: places.channels,
    componentGroups: places.groups,
  }
  if (row === undefined) return plain[table ?? ''] ?? path
  if (table === 'channels')
    return `${at(places.channel, row)} · ${part === 'limit' ? places.limit : places.fee}`
  if (table === 'componentGroups') {
    return `${at(places.group, row)} · ${inner === undefined ? places.components : at(places.component, inner)}`
  }
  if (table === 'legalGrounds')
    return part ? `${at(places.ground, row)} · ${places.number}` : at(places.ground, row)
  if (table === 'results') return `${at(places.result, row)} · ${places.code}`
  return path
}
