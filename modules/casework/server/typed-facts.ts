import type { Json, Vars } from '../process/json.ts'
import type { Fact } from '../simulation.ts'

/** Facts as people type them, as the engine reads them. */
export function factsOf(facts: readonly Fact[]): Vars {
  return Object.fromEntries(facts.map(({ name, value }) => [name, read(value)]))
}

/** A number, true or false, a list or a record where it reads as one; text in quotes is text whatever stands in it. */
function read(typed: string): Json {
  const text = typed.trim()
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (/^\[.*\]$|^\{.*\}$/s.test(text)) return parsed(text) ?? typed
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : typed
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
