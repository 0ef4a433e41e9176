/** Reads the value at a JSON pointer; undefined where the path leads nowhere. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const key of keysOf(path)) {
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isRecord(value)) value = value[key]
    else return undefined
  }
  return value
}

/** A copy of the document with the value at the path; everything beside the path is shared, not copied. */
export function withValueAt(document: unknown, path: string, value: unknown): unknown {
  return replace(document, keysOf(path), value)
}

/** True when `path` is `parent` itself or lies beneath it. */
export function liesWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`)
}

function replace(document: unknown, keys: string[], value: unknown): unknown {
  const [key, ...rest] = keys
  if (key === undefined) return value
  if (Array.isArray(document)) {
    const copy: unknown[] = [...document]
    copy[Number(key)] = replace(copy[Number(key)], rest, value)
    return copy
  }
  const record = isRecord(document) ? document : {}
  return { ...record, [key]: replace(record[key], rest, value) }
}

function keysOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
