import type { PostKind } from '#modules/organisation/contract.ts'
import type { HanoiUnit } from '../hanoi/units.ts'
import { personName, type Sex } from './names.ts'
import { communeAreas, departmentAreas, districtAreas, type WorkArea } from './work-areas.ts'

export type DemoPost = {
  unitCode: string
  kind: PostKind
  title: string
  /** The field of procedures the post is limited to; absent where it has several or all of its unit's. */
  field?: string
  /** All fields of a specialist; empty: whatever reaches the unit. */
  fields: readonly string[]
}

/** One person at work, holding one post. */
export type DemoStaffMember = {
  /** Unique, stable, and readable: what the post is and where, `motcua.00004`. */
  login: string
  fullName: string
  sex: Sex
  posts: readonly [DemoPost]
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
    const { unitCode } = member.posts[0]
    const members = byUnit.get(unitCode)
    if (members) members.push(member)
    else byUnit.set(unitCode, [member])
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
  if (unit.kind === 'Công an' || unit.kind === 'Bảo hiểm xã hội') return `Giám đốc ${unit.kind} thành phố`
  return unit.kind === 'Ban' ? 'Trưởng ban' : 'Giám đốc Sở'
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function memberOf(unit: HanoiUnit, { login, kind, title, fields = [] }: PlannedPost): DemoStaffMember {
  const [field, ...others] = fields
  const post = { unitCode: unit.code, kind, title, fields }
  return {
    login,
    ...personName(login),
    posts: [field !== undefined && others.length === 0 ? { ...post, field } : post],
  }
}
