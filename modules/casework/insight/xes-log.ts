import { SaxesParser, type SaxesTagPlain } from 'saxes'
import type { ForeignEvent, ForeignEvents } from './foreign-events.ts'

/** Thrown where a file is no XES that may be read. */
export class BadXes extends Error {
  readonly line: number
  readonly because: 'doctype' | 'not_xml' | 'not_xes' | 'too_deep' | 'too_long'
  constructor(line: number, because: BadXes['because']) {
    super(`line ${line}: ${because}`)
    this.line = line
    this.because = because
  }
}

const MOST_DEPTH = 60
/** Characters between two tags; more is an attack or no log. */
const MOST_BETWEEN = 1_000_000
const MOST_IN_A_TRACE = 100_000

const fields: Readonly<Record<string, keyof Omit<ForeignEvent, 'line' | 'caseId'>>> = {
  'concept:name': 'activity',
  'time:timestamp': 'time',
  'lifecycle:transition': 'lifecycle',
  'org:role': 'role',
  'org:resource': 'person',
  'org:group': 'unit',
}

/** Reads an event log as IEEE 1849 writes it, with the extensions concept, time, lifecycle and organisational, into `events`. */
export function xesLog(events: ForeignEvents): { write(text: string): void; end(): void } {
  const parser = new SaxesParser()
  const path: string[] = []
  let sinceTag = 0
  let traces = 0
  let caseId = ''
  let gathered: ForeignEvent[] = []
  let current: ForeignEvent | undefined

  const fail = (because: BadXes['because']): never => {
    throw new BadXes(parser.line, because)
  }
  const isIn = (...names: string[]) =>
    path.length === names.length && names.every((name, depth) => path[depth] === name)

  function open({ name, attributes }: SaxesTagPlain): void {
    sinceTag = 0
    const tag = localName(name)
    if (path.length === 0 && tag !== 'log') fail('not_xes')
    if (path.length >= MOST_DEPTH) fail('too_deep')
    const { key = '', value = '' } = attributes
    if (isIn('log') && tag === 'trace') {
      traces++
      caseId = ''
      gathered = []
    } else if (isIn('log', 'trace') && tag === 'event') current = emptyEvent(parser.line)
    else if (isIn('log', 'trace') && key === 'concept:name') caseId = value
    else if (current && isIn('log', 'trace', 'event')) {
      const field = fields[key]
      if (field) current[field] = value
    }
    path.push(tag)
  }
  function close(): void {
    sinceTag = 0
    const tag = path.pop()
    if (tag === 'event' && current && isIn('log', 'trace')) {
      if (gathered.length < MOST_IN_A_TRACE) gathered.push(current)
      else events.setAside(current.line, 'too_long', caseId)
      current = undefined
    } else if (tag === 'trace' && isIn('log'))
      for (const event of gathered) events.add({ ...event, caseId: caseId || `#${traces}` })
  }
  parser.on('doctype', () => fail('doctype'))
  parser.on('error', () => fail('not_xml'))
  parser.on('opentag', open)
  parser.on('closetag', close)
  return {
    write(text) {
      sinceTag += text.length
      parser.write(text)
      if (sinceTag > MOST_BETWEEN) fail('too_long')
    },
    end: () => void parser.close(),
  }
}

function emptyEvent(line: number): ForeignEvent {
  return { line, caseId: '', activity: '', time: '', lifecycle: '', role: '', person: '', unit: '' }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
