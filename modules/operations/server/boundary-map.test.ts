import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import { loadBoundaries } from './boundary-map.ts'

const folder = mkdtempSync(join(tmpdir(), 'thanglong-boundaries-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const city: Unit = {
  id: 1,
  code: '01',
  tier: 'city',
  kind: 'Thành phố',
  name: 'Hà Nội',
  parentId: null,
  agencyCode: null,
  calendarId: 1,
}
const ward: Unit = {
  ...city,
  id: 2,
  code: '00004',
  tier: 'commune',
  kind: 'Phường',
  name: 'Phường Thử',
  parentId: 1,
}
const tree: UnitTree = {
  onDay: '2023-11-09',
  root: city,
  all: () => [city, ward],
  get: () => city,
  find: (id) => (id === 1 ? city : ward),
  byCode: (code) => (code === ward.code ? ward : undefined),
  isOpen: () => true,
  children: () => [ward],
  subtree: () => new Set([1, 2]),
  ancestors: () => [city],
  path: () => [city],
  isWithin: () => true,
  known: () => [],
  lifeOf: () => ({ openedOn: '2023-01-01', closedOn: null }),
  heirs: () => new Set<number>(),
  forebears: () => new Set<number>(),
  nameOf: () => '',
}

function fileWith(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [105.8, 21],
      [105.8, 21.1],
      [105.9, 21.1],
      [105.9, 21],
      [105.8, 21],
    ],
  ],
}

test('a GeoJSON file whose codes are ours replaces the schematic map', async () => {
  const file = fileWith(
    'ours.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { code: '00004' }, geometry: square }],
    }),
  )
  const map = (await loadBoundaries(file, tree)).drawOn(tree)
  expect(map).toMatchObject({ kind: 'boundaries', areas: [{ unitId: 2 }] })
  expect(map?.areas[0]?.path).toMatch(/^M/)
})

test('a TopoJSON file is read too', async () => {
  const topology = {
    type: 'Topology',
    arcs: [
      [
        [105.8, 21],
        [105.8, 21.1],
        [105.9, 21.1],
        [105.8, 21],
      ],
    ],
    objects: {
      wards: {
        type: 'GeometryCollection',
        geometries: [{ type: 'Polygon', arcs: [[0]], properties: { code: '00004' } }],
      },
    },
  }
  const boundaries = await loadBoundaries(fileWith('ours.topojson', JSON.stringify(topology)), tree)
  expect(boundaries.drawOn(tree)?.areas.length).toBe(1)
})

test('on the map of another day, of which the file is not, nothing is drawn from it', async () => {
  const file = fileWith(
    'one-of-three.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { code: '00004' }, geometry: square }],
    }),
  )
  const others = [
    { ...ward, id: 3, code: '00001' },
    { ...ward, id: 4, code: '00006' },
  ]
  const wider: UnitTree = { ...tree, all: () => [city, ward, ...others] }
  expect((await loadBoundaries(file, tree)).drawOn(wider)).toBeUndefined()
})

test('a file of another city is refused with examples of both codes', async () => {
  const file = fileWith(
    'foreign.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { code: '99999' }, geometry: square }],
    }),
  )
  await expect(loadBoundaries(file, tree)).rejects.toMatchObject({
    code: 'operations.boundaries_foreign',
    facts: { found: ['99999'], expected: ['00004'] },
  })
})

test('a file that is missing, no JSON or no map is refused with its name', async () => {
  for (const file of [
    join(folder, 'missing.json'),
    fileWith('text.json', 'xin chào'),
    fileWith('other.json', '{"type":"Point"}'),
  ]) {
    await expect(loadBoundaries(file, tree)).rejects.toMatchObject({
      code: 'operations.boundaries_unreadable',
      facts: { file },
    })
  }
})
