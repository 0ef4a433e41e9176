import { expect, test } from 'vitest'
import type { CsvMapping } from '../insight.ts'
import { csvLog, MissingColumn } from './csv-log.ts'
import { csvLine, CsvReader, type CsvRow } from './csv-rows.ts'
import { discoverMap } from './discover-map.ts'
import { ForeignEvents } from './foreign-events.ts'
import { readLogTime } from './log-time.ts'
import { logWriter, type OutEvent } from './write-log.ts'
import { BadXes, xesLog } from './xes-log.ts'

const mapping: CsvMapping = {
  case: 'case',
  activity: 'activity',
  time: 'time',
  lifecycle: 'lifecycle',
  role: 'role',
}

function rowsOf(text: string, piece = text.length): CsvRow[] {
  const rows: CsvRow[] = []
  const reader = new CsvReader((row) => rows.push(row))
  for (let at = 0; at < text.length; at += piece) reader.write(text.slice(at, at + piece))
  reader.end()
  return rows
}

test('a CSV reads the same in whatever pieces it comes, with quotes, line ends within them and the separator it has most of', () => {
  const text = '\uFEFFa;b,b;c\r\n"x;""y""";"two\r\nlines";3\r\n\r\n4;5;6'
  const rows = [
    { line: 1, fields: ['a', 'b,b', 'c'] },
    { line: 2, fields: ['x;"y"', 'two\r\nlines', '3'] },
    { line: 5, fields: ['4', '5', '6'] },
  ]
  for (const piece of [1, 2, 3, 7, 100]) expect(rowsOf(text, piece)).toEqual(rows)
})

test('what RFC 4180 writes it reads back', () => {
  const fields = ['a,b', 'say "so"', 'two\nlines', '', ' plain ']
  expect(rowsOf(csvLine(fields))).toEqual([{ line: 1, fields }])
})

test('a row of a CSV that cannot be read is set aside with its line and reason, and the rest is kept', () => {
  const events = new ForeignEvents()
  const reader = csvLog(mapping, events)
  reader.write(
    [
      'case,activity,time,lifecycle,role',
      '1,a,2026-01-05T08:00:00Z,start,clerk',
      '1,a,05/01/2026 16:00,complete,clerk',
      ',a,2026-01-05,complete,clerk',
      '2,,2026-01-05,complete,clerk',
      '2,a,,complete,clerk',
      '2,a,31/02/2026,complete,clerk',
      '2,a,2026-01-05',
      '2,a,2026-01-05,complete,clerk,more',
      '2,"a"b,2026-01-05,complete,clerk',
      '3,b,2026-01-06,assign,clerk',
      '3,b,2026-01-06,,clerk',
      '',
    ].join('\n'),
  )
  reader.end()
  const { log, quarantine, quarantined } = events.build()
  expect(quarantine.map(({ line, fault }) => [line, fault])).toEqual([
    [4, 'no_case'],
    [5, 'no_activity'],
    [6, 'no_time'],
    [7, 'bad_time'],
    [8, 'few_fields'],
    [9, 'many_fields'],
    [10, 'bad_quotes'],
  ])
  expect(quarantined).toBe(7)
  const map = discoverMap(log)
  expect(map).toMatchObject({ cases: 2, events: 2 })
  expect(map.nodes.find(({ activity }) => activity === 'a')?.working?.median).toBe(3_600_000)
})

test('names in letters and marks apart are the same names', () => {
  const events = new ForeignEvents()
  const reader = csvLog({ case: 'Mã', activity: 'Việc', time: 'Lúc' }, events)
  reader.write(
    `${'Mã,Việc,Lúc'.normalize('NFD')}\n1,Thẩm định,2026-01-05\n1,${'Thẩm định'.normalize('NFD')},2026-01-06\n`,
  )
  reader.end()
  expect(events.build().log.activities).toEqual(['Thẩm định'])
})

test('a CSV without a named column says which ones it has', () => {
  const reader = csvLog(mapping, new ForeignEvents())
  expect(() => {
    reader.write('case,task,time,lifecycle,role\n1,a,2026-01-05,,\n')
    reader.end()
  }).toThrow(MissingColumn)
})

const times: [string, string | undefined][] = [
  ['2026-01-05T08:00:00.250Z', '2026-01-05T08:00:00.250Z'],
  ['2026-01-05T08:00:00+07:00', '2026-01-05T01:00:00.000Z'],
  ['2026-01-05 08:00', '2026-01-05T01:00:00.000Z'],
  ['2026-01-05 08:00:00.123456+07', '2026-01-05T01:00:00.123Z'],
  ['2026-01-05 08:00:00-0330', '2026-01-05T11:30:00.000Z'],
  ['2026-01-05 08:00:00 UTC', '2026-01-05T08:00:00.000Z'],
  ['5/1/2026 08:00:30', '2026-01-05T01:00:30.000Z'],
  ['2026-02-30', undefined],
  ['25:00', undefined],
  ['2026-01-05T24:01', undefined],
]
test.each(times)('the moment %s of a log is %s', (text, moment) => {
  const read = readLogTime(text)
  expect(read === undefined ? undefined : new Date(read).toISOString()).toBe(moment)
})

function readXes(text: string) {
  const events = new ForeignEvents()
  const reader = xesLog(events)
  for (let at = 0; at < text.length; at += 7) reader.write(text.slice(at, at + 7))
  reader.end()
  return events.build()
}

test('an XES of another tool is read with its extensions, whatever stands beside them, and keeps no name of a person', () => {
  const { log, quarantined } = readXes(`<?xml version="1.0"?><log xes.version="1.0">
    <string key="concept:name" value="the log"/>
    <trace><event><string key="concept:name" value="A"><string key="concept:name" value="nested"/></string><date key="time:timestamp" value="2026-01-05T08:00:00.000+01:00"/><string key="org:resource" value="Somebody"/><string key="org:group" value="Unit 1"/></event>
      <event><string key="concept:name" value="B"/><date key="time:timestamp" value="2026-01-05T09:00:00.000+01:00"/><string key="lifecycle:transition" value="COMPLETE"/><string key="org:role" value="clerk"/></event>
      <event><string key="concept:name" value="C"/></event>
      <list key="x"><values><string key="concept:name" value="not the case"/></values></list>
      <string key="concept:name" value="case 1"/></trace>
    <trace><event><string key="concept:name" value="A"/><date key="time:timestamp" value="2026-01-06T08:00:00.000+01:00"/></event></trace></log>`)
  expect(log.cases).toEqual(['case 1', '#2'])
  expect(log.activities).toEqual(['A', 'B'])
  expect(log.resources).toEqual(['#1', 'clerk'])
  expect(log.units).toEqual(['Unit 1'])
  expect(quarantined).toBe(1)
})

const refused: [string, string, BadXes['because']][] = [
  ['declares entities', '<!DOCTYPE log [<!ENTITY a "aaaa">]><log>&a;</log>', 'doctype'],
  [
    'uses an entity it does not have',
    '<log><trace><string key="concept:name" value="&a;"/></trace></log>',
    'not_xml',
  ],
  ['ends too early', '<log><trace>', 'not_xml'],
  ['is something else', '<html></html>', 'not_xes'],
  ['is nested too deeply', `<log>${'<string key="a" value="">'.repeat(80)}`, 'too_deep'],
  [
    'hides a megabyte in one value',
    `<log><string key="a" value="${'a'.repeat(1_100_000)}"/></log>`,
    'too_long',
  ],
  ['is empty', '', 'not_xml'],
]
test.each(refused)('an XES that %s is refused', (_, text, because) => {
  expect(() => readXes(text)).toThrow(expect.objectContaining({ because }))
})

const out: OutEvent[] = [
  {
    activity: 'Nhận & "kiểm"',
    at: '2026-01-05T01:00:00.000Z',
    lifecycle: 'schedule',
    person: null,
    role: 'Một cửa',
    unit: 'Phường <1>',
  },
  {
    activity: 'Nhận & "kiểm"',
    at: '2026-01-05T02:00:00.000Z',
    lifecycle: 'complete',
    person: 'CB-0001',
    role: 'Một cửa',
    unit: 'Phường <1>',
  },
]
test.each(['xes', 'csv'] as const)(
  'a log written as %s reads back with the same course and times',
  (format) => {
    const writer = logWriter(format)
    const text = writer.head + writer.trace('HS-1', out) + writer.tail
    const events = new ForeignEvents()
    const reader = format === 'xes' ? xesLog(events) : csvLog({ ...mapping, unit: 'unit' }, events)
    reader.write(text)
    reader.end()
    const map = discoverMap(events.build().log)
    expect(map).toMatchObject({ cases: 1, events: 1 })
    expect(map.nodes[0]).toMatchObject({ activity: 'Nhận & "kiểm"', waiting: { median: 3_600_000 } })
  },
)
