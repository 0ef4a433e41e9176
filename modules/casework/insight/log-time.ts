const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i
const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** Việt Nam keeps one time all year. */
const CITY_OFFSET = '+07:00'

/**
 * A moment as logs write it: ISO 8601, or day/month/year as in Việt Nam; without a zone it is the city's time.
 * Milliseconds since 1970, or undefined where it is no moment.
 */
export function readLogTime(text: string): number | undefined {
  const trimmed = text.trim()
  const world = iso.exec(trimmed)
  if (world) {
    const [, year, month, day, hour, minute, second, fraction, zone] = world
    return momentOf([year, month, day, hour, minute, second], fraction, zone)
  }
  const local = vietnamese.exec(trimmed)
  if (!local) return undefined
  const [, day, month, year, hour, minute, second] = local
  return momentOf([year, month, day, hour, minute, second], undefined, undefined)
}

function momentOf(
  parts: (string | undefined)[],
  fraction: string | undefined,
  zone: string = CITY_OFFSET,
): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  )
  const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1000)
  const plain = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds))
  const isReal =
    plain.getUTCFullYear() === year &&
    plain.getUTCMonth() === month - 1 &&
    plain.getUTCDate() === day &&
    plain.getUTCHours() === hour &&
    minute < 60 &&
    second < 60
  if (!isReal || year < 1970) return undefined
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  const minutes = offset
    ? (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1)
    : 0
  return plain.getTime() - minutes * 60_000
}
