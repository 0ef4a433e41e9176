import type { ExportFormat } from '../insight.ts'
import { csvLine } from './csv-rows.ts'
import type { Lifecycle } from './event-log.ts'

/** One event of a case as it leaves the house: no name, no code, nothing of the owner's. */
export type OutEvent = {
  activity: string
  at: string
  lifecycle: Lifecycle
  /** A number drawn for this file. */
  person: string | null
  role: string
  unit: string
}

export type LogWriter = {
  type: string
  head: string
  trace(caseId: string, events: readonly OutEvent[]): string
  tail: string
}

export function logWriter(format: ExportFormat): LogWriter {
  return format === 'csv' ? csvWriter : xesWriter
}

const csvWriter: LogWriter = {
  type: 'text/csv; charset=utf-8',
  // The mark tells spreadsheets that this is UTF-8.
  head: `\uFEFF${csvLine(['case', 'activity', 'time', 'lifecycle', 'person', 'role', 'unit'])}`,
  trace: (caseId, events) =>
    events
      .map(({ activity, at, lifecycle, person, role, unit }) =>
        csvLine([caseId, activity, at, lifecycle, person ?? '', role, unit]),
      )
      .join(''),
  tail: '',
}

const extensions = [
  ['Concept', 'concept', 'concept'],
  ['Time', 'time', 'time'],
  ['Lifecycle', 'lifecycle', 'lifecycle'],
  ['Organizational', 'org', 'org'],
] as const

const xesWriter: LogWriter = {
  type: 'application/xml; charset=utf-8',
  head: [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1849.2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">',
    ...extensions.map(
      ([name, prefix, file]) =>
        `  <extension name="${name}" prefix="${prefix}" uri="http://www.xes-standard.org/${file}.xesext"/>`,
    ),
    '  <global scope="trace"><string key="concept:name" value="-"/></global>',
    '  <global scope="event"><string key="concept:name" value="-"/><date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/><string key="lifecycle:transition" value="complete"/></global>',
    '  <classifier name="Activity" keys="concept:name"/>',
    '',
  ].join('\n'),
  trace: (caseId, events) =>
    [
      `  <trace><string key="concept:name" value="${escape(caseId)}"/>`,
      ...events.map(eventElement),
      '  </trace>',
      '',
    ].join('\n'),
  tail: '</log>\n',
}

function eventElement({ activity, at, lifecycle, person, role, unit }: OutEvent): string {
  const texts = [
    ['concept:name', activity],
    ['lifecycle:transition', lifecycle],
    ['org:resource', person ?? ''],
    ['org:role', role],
    ['org:group', unit],
  ].filter(([, value]) => value !== '')
  return `    <event>${texts.map(([key = '', value = '']) => `<string key="${key}" value="${escape(value)}"/>`).join('')}<date key="time:timestamp" value="${at}"/></event>`
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\n\r\t]/g, ' ')
}
