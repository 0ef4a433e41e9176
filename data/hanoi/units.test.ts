import { expect, test } from 'vitest'
import { hanoiUnits2023, hanoiUnits2025 } from './units.ts'

const agencyPattern = /^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,3})$/
const dossierCodePattern =
  /^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,3})-(?:\d{6}|\d{8})-\d{4,7}$/

const maps = [
  { year: 2023, units: hanoiUnits2023(), counts: { city: 1, department: 20, district: 30, commune: 579 } },
  { year: 2025, units: hanoiUnits2025(), counts: { city: 1, department: 0, district: 0, commune: 126 } },
]

for (const { year, units, counts } of maps) {
  test(`Hanoi of ${year} has the units the law gave it`, () => {
    const counted = { city: 0, department: 0, district: 0, commune: 0 }
    for (const unit of units) counted[unit.tier] += 1
    expect(counted).toEqual(counts)
  })

  test(`in ${year} every unit but the city has a parent that stands before it and is of the right tier`, () => {
    const tierOf = new Map<string, string>()
    for (const unit of units) {
      const parentTier = unit.parentCode === null ? null : tierOf.get(unit.parentCode)
      const wanted =
        unit.tier === 'city' ? null : unit.tier === 'commune' && year === 2023 ? 'district' : 'city'
      expect(parentTier, unit.name).toBe(wanted)
      tierOf.set(unit.code, unit.tier)
    }
  })

  test(`in ${year} unit codes and agency codes are unique and an agency code makes a lawful dossier code`, () => {
    expect(new Set(units.map((unit) => unit.code)).size).toBe(units.length)
    expect(new Set(units.map((unit) => unit.agencyCode)).size).toBe(units.length)
    for (const unit of units) {
      expect(unit.agencyCode).toMatch(agencyPattern)
      expect(`${unit.agencyCode}-231120-0001`).toMatch(dossierCodePattern)
    }
  })

  test(`in ${year} every place has a position inside the city, and names are whole and composed`, () => {
    for (const unit of units) {
      expect(unit.name).toBe(unit.name.normalize('NFC').trim())
      if (unit.tier === 'department') continue
      const [longitude, latitude] = unit.position ?? [0, 0]
      expect(longitude, unit.name).toBeGreaterThan(105.2)
      expect(longitude, unit.name).toBeLessThan(106.1)
      expect(latitude, unit.name).toBeGreaterThan(20.5)
      expect(latitude, unit.name).toBeLessThan(21.4)
    }
  })
}

test('only the few old communes without a published position, and the city, stand at an estimated place', () => {
  const estimated = (units: (typeof maps)[number]['units']) =>
    units.filter((unit) => unit.positionEstimated).map((unit) => unit.code)
  expect(estimated(hanoiUnits2023())).toEqual(['01', '00067', '09613', '09727', '09733', '10282'])
  expect(estimated(hanoiUnits2025())).toEqual(['01'])
})

test('every ward and commune of 2025 names the units it was made of', () => {
  for (const unit of hanoiUnits2025()) {
    if (unit.tier === 'commune') expect(unit.predecessors?.length ?? 0, unit.name).toBeGreaterThan(0)
  }
})
