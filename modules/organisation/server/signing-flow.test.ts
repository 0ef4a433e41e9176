import { describe, expect, test } from 'vitest'
import { postKinds } from '../contract.ts'
import { capacityLines, signsForUnit, type SigningFacts, type SigningRule } from './signing-flow.ts'

const rules: SigningRule[] = [
  { basis: 'collective', abbreviation: 'TM.', mark: 'Ủy ban nhân dân' },
  { basis: 'acting', abbreviation: 'Q.', mark: 'Quyền' },
  { basis: 'deputy', abbreviation: 'KT.', mark: 'Phó' },
  { basis: 'by_order', abbreviation: 'TL.', mark: null },
  { basis: 'authorised', abbreviation: 'TUQ.', mark: null },
  { basis: 'delegated', abbreviation: 'TUQ.', mark: null },
]

const chair = leader('Chủ tịch Ủy ban nhân dân phường')
const deputy = leader('Phó Chủ tịch Ủy ban nhân dân phường')
const director = leader('Giám đốc Sở')
const section: SigningFacts['post'] = { unitId: 1, kind: 'head', title: 'Trưởng phòng chuyên môn' }

function leader(title: string, unitId = 1): SigningFacts['post'] {
  return { unitId, kind: 'leader', title }
}

function lines(facts: Partial<SigningFacts> & Pick<SigningFacts, 'post'>): string[] {
  return capacityLines(rules, { own: null, ownUnit: null, giver: null, leaders: [], ...facts })
}

describe('the capacity in which a paper is signed', () => {
  test('of a chair is that of the committee, of its deputy and of who acts as chair too', () => {
    expect(lines({ post: chair })).toEqual(['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'])
    expect(lines({ post: deputy })).toEqual(['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
    expect(lines({ post: leader('Quyền Chủ tịch Ủy ban nhân dân xã') })).toEqual([
      'TM. ỦY BAN NHÂN DÂN',
      'Q. CHỦ TỊCH',
    ])
  })

  test('of a department led by one person names no body', () => {
    expect(lines({ post: director })).toEqual(['GIÁM ĐỐC SỞ'])
    expect(lines({ post: leader('Phó giám đốc Sở') })).toEqual(['KT. GIÁM ĐỐC SỞ', 'PHÓ GIÁM ĐỐC SỞ'])
  })

  test('of the head of a section is by order of the head of the unit, also where only a deputy is there', () => {
    const expected = ['TL. GIÁM ĐỐC SỞ', 'TRƯỞNG PHÒNG CHUYÊN MÔN']
    expect(lines({ post: section, leaders: ['Phó giám đốc Sở', 'Giám đốc Sở'] })).toEqual(expected)
    expect(lines({ post: section, leaders: ['Phó giám đốc Sở'] })).toEqual(expected)
    expect(lines({ post: section })).toEqual(['TL. THỦ TRƯỞNG CƠ QUAN', 'TRƯỞNG PHÒNG CHUYÊN MÔN'])
  })

  test('of a substitute is the deputy’s own, and else by authority of whoever is away', () => {
    expect(lines({ post: chair, own: deputy })).toEqual(lines({ post: deputy }))
    expect(lines({ post: deputy, own: chair })).toEqual(lines({ post: chair }))
    expect(lines({ post: director, own: section })).toEqual(['TUQ. GIÁM ĐỐC SỞ', 'TRƯỞNG PHÒNG CHUYÊN MÔN'])
    expect(
      lines({
        post: chair,
        own: leader('Giám đốc Sở', 2),
        ownUnit: { kind: 'Sở', name: 'Sở Tư pháp' },
      }),
    ).toEqual(['TUQ. CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG', 'GIÁM ĐỐC SỞ TƯ PHÁP'])
  })

  test('of a substitute on a section head’s post is the deputy’s for the head, or the substitute’s own title', () => {
    const own = { ...section, kind: 'specialist' as const }
    const leaders = ['Giám đốc Sở']
    expect(lines({ post: section, leaders, own: { ...own, title: 'Phó trưởng phòng chuyên môn' } })).toEqual([
      'TL. GIÁM ĐỐC SỞ',
      'KT. TRƯỞNG PHÒNG CHUYÊN MÔN',
      'PHÓ TRƯỞNG PHÒNG CHUYÊN MÔN',
    ])
    expect(lines({ post: section, leaders, own: { ...own, title: 'Chuyên viên' } })).toEqual([
      'TL. GIÁM ĐỐC SỞ',
      'CHUYÊN VIÊN',
    ])
  })

  test('under delegated authority stands below that of the unit that gave it', () => {
    const giver = { unit: { kind: 'Sở', name: 'Sở Tư pháp' }, leaders: ['Giám đốc Sở'] }
    expect(lines({ post: chair, giver })).toEqual([
      'TUQ. GIÁM ĐỐC SỞ TƯ PHÁP',
      'CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG',
    ])
    expect(lines({ post: chair, giver: { ...giver, leaders: [] } })[0]).toBe('TUQ. SỞ TƯ PHÁP')
  })

  test('of other posts is none, and without rules on the day only titles stand', () => {
    expect(postKinds.filter((kind) => signsForUnit({ unitId: 1, kind, title: '' }))).toEqual([
      'head',
      'leader',
    ])
    const facts = { post: deputy, own: null, ownUnit: null, giver: null, leaders: [] }
    expect(capacityLines([], facts)).toEqual(['PHÓ CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG'])
  })
})
