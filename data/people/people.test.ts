import { expect, test } from 'vitest'
import { hanoiUnits2023 } from '../hanoi/units.ts'
import { demoCitizen, demoCitizens } from './citizens.ts'
import {
  givenNameKey,
  personName,
  syntheticAddress,
  syntheticIdentityNumber,
  syntheticPhone,
} from './names.ts'
import { demoStaff, staffByUnit } from './staff.ts'

const units = hanoiUnits2023()
const communes = units.filter((unit) => unit.tier === 'commune')

test('one seed gives one name, always the same, and other seeds give many others', () => {
  expect(personName('motcua.00004')).toEqual(personName('motcua.00004'))
  const names = new Set(Array.from({ length: 1000 }, (_, index) => personName(`seed ${index}`).fullName))
  expect(names.size).toBeGreaterThan(700)
})

test('a name is composed Unicode, has a surname, a middle name and a given name, and keeps the sex asked for', () => {
  for (let index = 0; index < 500; index += 1) {
    const { fullName, sex } = personName(`seed ${index}`, index % 2 === 0 ? 'female' : 'male')
    expect(fullName).toBe(fullName.normalize('NFC'))
    expect(fullName).toMatch(/^\p{Lu}\p{L}*( \p{Lu}\p{L}*){2,3}$/u)
    expect(new Set(fullName.split(' ')).size, fullName).toBe(fullName.split(' ').length)
    expect(sex).toBe(index % 2 === 0 ? 'female' : 'male')
  }
})

test('people are sorted by given name, then surname, then middle name, by the Vietnamese alphabet and its tones', () => {
  const sorted = [
    'Nguyễn Văn An',
    'Trần Văn An',
    'Lê Thị Anh',
    'Lê Thị Ánh',
    'Phạm Thị Ân',
    'Nguyễn Minh Dung',
    'Nguyễn Minh Dũng',
    'Đỗ Văn Đạt',
    'Đặng Thị Hoa',
    'Đặng Thị Hòa',
    'Bùi Thị Loan',
    'Bùi Văn Lộc',
    'Hà Thị Thu',
    'Hà Thị Thư',
  ]
  const byKey = (a: string, b: string) => (givenNameKey(a) < givenNameKey(b) ? -1 : 1)
  expect(sorted.toReversed().toSorted(byKey)).toEqual(sorted)
  expect(givenNameKey('Đỗ Văn Đạt'.normalize('NFD'))).toBe(givenNameKey('Đỗ Văn Đạt'))
})

test('no identity number begins with the code of a province and no telephone can ring', () => {
  for (let index = 0; index < 500; index += 1) {
    const number = syntheticIdentityNumber(`seed ${index}`)
    expect(number).toMatch(/^999\d{9}$/)
    // Provinces are numbered 001 to 096.
    expect(Number(number.slice(0, 3))).toBeGreaterThan(96)
    expect(syntheticPhone(`seed ${index}`)).toMatch(/^0000\d{6}$/)
  }
})

test('an address lies in the commune it was asked for', () => {
  for (const commune of communes) {
    const address = syntheticAddress('somebody', commune)
    expect(address.communeCode).toBe(commune.code)
    expect(address.line.endsWith(commune.name)).toBe(true)
  }
})

test('a citizen is the same person every time, grown up, and lives in the city', () => {
  expect(demoCitizens(units)).toEqual(demoCitizens(units))
  for (const citizen of [...demoCitizens(units), demoCitizen('walk-in', communes)]) {
    expect(communes.some((commune) => commune.code === citizen.communeCode)).toBe(true)
    expect(citizen.birthDate).toMatch(/^(19[4-9]\d|200[0-4])-\d{2}-\d{2}$/)
  }
})

test('every unit has the posts its dossiers pass through, and every sign-in name is used once', () => {
  const staff = demoStaff(units)
  expect(demoStaff(units)).toEqual(staff)
  expect(new Set(staff.map((member) => member.login)).size).toBe(staff.length)

  const needed = {
    city: ['leader', 'controller', 'operator'],
    department: ['one_stop', 'specialist', 'head', 'leader', 'clerk'],
    district: ['one_stop', 'specialist', 'head', 'leader', 'clerk'],
    commune: ['one_stop', 'specialist', 'leader', 'clerk'],
  }
  const kindsOf = staffByUnit(staff)
  for (const unit of units) {
    const kinds = kindsOf.get(unit.code)?.map((member) => member.posts[0].kind) ?? []
    for (const kind of needed[unit.tier]) expect(kinds, `${unit.name} ${kind}`).toContain(kind)
    const specialists = kinds.filter((kind) => kind === 'specialist').length
    if (unit.tier !== 'city') expect(specialists).toBeGreaterThanOrEqual(unit.tier === 'commune' ? 2 : 3)
  }
})

test('the sign-in names that the guides print exist', () => {
  const logins = new Set(demoStaff(units).map((member) => member.login))
  for (const login of [
    'motcua.00004',
    'chuyenvien1.00004',
    'lanhdao.00004',
    'vanthu.00004',
    'truongphong.001',
    'lanhdao.001',
    'motcua.so-tu-phap',
    'chuyenvien1.so-tu-phap',
    'lanhdao.hanoi',
    'kiemsoat.hanoi',
    'dieuhanh.hanoi',
    'quantri',
  ]) {
    expect(logins, login).toContain(login)
  }
})
