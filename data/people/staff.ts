import type { PostKind } from '#modules/organisation/contract.ts'
import type { HanoiUnit } from '../hanoi/units.ts'
import { givenNameKey, personName, type Sex } from './names.ts'
import { communeAreas, departmentAreas, districtAreas, type WorkArea } from './work-areas.ts'

/** A post of a unit and the one person who holds it. */
export type DemoStaffMember = {
  /** Unique, stable, and readable: what the post is and where, `motcua.00004`. */
  login: string
  fullName: string
  sex: Sex
  givenNameKey: string
  unitCode: string
  postKind: PostKind
  postTitle: string
  /** Fields of procedures a specialist works on; empty: every field that reaches the unit. */
  fields: readonly string[]
}

type PlannedPost = { login: string; kind: PostKind; title: string; fields?: readonly string[] }

/** Who works where: one member for every post of every unit, units in the order given. */
export function demoStaff(units: readonly HanoiUnit[]): DemoStaffMember[] {
  return units.flatMap((unit) => postsOf(unit).map((post) => memberOf(unit, post)))
}

/** The same people under the code of their unit. */
export function staffByUnit(staff: readonly DemoStaffMember[]): Map<string, DemoStaffMember[]> {
  const byUnit = new Map<string, DemoStaffMember[]>()
  for (const member of staff) {
    const members = byUnit.get(member.unitCode)
    if (members) members.push(member)
    else byUnit.set(member.unitCode, [member])
  }
  return byUnit
}

function postsOf(unit: HanoiUnit): PlannedPost[] {
  switch (unit.tier) {
    case 'city':
      return cityPosts
    case 'department':
      return [
        ...desks(unit, 2),
        ...specialists(unit, departmentAreas[unit.code] ?? departmentAreas['other'] ?? []),
        { login: `truongphong.${unit.code}`, kind: 'head', title: 'Trưởng phòng chuyên môn' },
        { login: `lanhdao.${unit.code}`, kind: 'leader', title: directorTitle(unit) },
        { login: `phogiamdoc.${unit.code}`, kind: 'leader', title: `Phó ${lowerFirst(directorTitle(unit))}` },
        clerk(unit),
      ]
    case 'district':
      return [
        ...desks(unit, 2),
        ...specialists(unit, districtAreas),
        { login: `truongphong.${unit.code}`, kind: 'head', title: 'Trưởng phòng chuyên môn' },
        ...chairs(unit),
        clerk(unit),
      ]
    case 'commune':
      return [
        ...desks(unit, unit.kind === 'Phường' ? 2 : 1),
        ...specialists(unit, communeAreas),
        ...chairs(unit),
        clerk(unit),
      ]
  }
}

const cityPosts: PlannedPost[] = [
  { login: 'lanhdao.hanoi', kind: 'leader', title: 'Chủ tịch Ủy ban nhân dân thành phố' },
  { login: 'phochutich.hanoi', kind: 'leader', title: 'Phó Chủ tịch Ủy ban nhân dân thành phố' },
  { login: 'kiemsoat.hanoi', kind: 'controller', title: 'Cán bộ kiểm soát thủ tục hành chính' },
  { login: 'dieuhanh.hanoi', kind: 'controller', title: 'Trực ban trung tâm điều hành' },
  { login: 'vanthu.hanoi', kind: 'clerk', title: 'Văn thư Văn phòng Ủy ban nhân dân thành phố' },
  { login: 'quantri', kind: 'operator', title: 'Quản trị hệ thống' },
]

function desks(unit: HanoiUnit, count: number): PlannedPost[] {
  return Array.from({ length: count }, (_, index) => ({
    login: `motcua${index === 0 ? '' : index + 1}.${unit.code}`,
    kind: 'one_stop',
    title: 'Cán bộ Bộ phận Tiếp nhận và Trả kết quả',
  }))
}

function specialists(unit: HanoiUnit, areas: readonly WorkArea[]): PlannedPost[] {
  return areas.map(({ title, fields }, index) => ({
    login: `chuyenvien${index + 1}.${unit.code}`,
    kind: 'specialist',
    title,
    fields,
  }))
}

function chairs(unit: HanoiUnit): PlannedPost[] {
  const council = `Ủy ban nhân dân ${lowerFirst(unit.kind)}`
  return [
    { login: `lanhdao.${unit.code}`, kind: 'leader', title: `Chủ tịch ${council}` },
    { login: `phochutich.${unit.code}`, kind: 'leader', title: `Phó Chủ tịch ${council}` },
  ]
}

function clerk(unit: HanoiUnit): PlannedPost {
  return { login: `vanthu.${unit.code}`, kind: 'clerk', title: 'Văn thư' }
}

function directorTitle(unit: HanoiUnit): string {
  if (unit.kind === 'Thanh tra') return 'Chánh Thanh tra'
  return unit.kind === 'Ban' ? 'Trưởng ban' : 'Giám đốc Sở'
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function memberOf(unit: HanoiUnit, post: PlannedPost): DemoStaffMember {
  const { fullName, sex } = personName(post.login)
  return {
    login: post.login,
    fullName,
    sex,
    givenNameKey: givenNameKey(fullName),
    unitCode: unit.code,
    postKind: post.kind,
    postTitle: post.title,
    fields: post.fields ?? [],
  }
}
