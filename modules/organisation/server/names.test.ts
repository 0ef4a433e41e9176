import { describe, expect, test } from 'vitest'
import { cleanName, findLogin, givenNameKey } from './names.ts'

function inOrder(...names: string[]) {
  return [...names].sort((a, b) => (givenNameKey(a) < givenNameKey(b) ? -1 : 1))
}

describe('names of people', () => {
  test('people are listed by given name, then family name, then middle names', () => {
    expect(inOrder('Trần Văn Bình', 'Nguyễn Thị Ánh', 'Lê Văn Bình', 'Lê Đức Bình')).toEqual([
      'Nguyễn Thị Ánh',
      'Lê Đức Bình',
      'Lê Văn Bình',
      'Trần Văn Bình',
    ])
  })

  test('letters come before tones, and ă â đ ê ô ơ ư stand after a d e o u', () => {
    expect(inOrder('Lê Đạt', 'Lê Dung', 'Lê Ân', 'Lê Anh', 'Lê Ánh', 'Lê An')).toEqual([
      'Lê An',
      'Lê Anh',
      'Lê Ánh',
      'Lê Ân',
      'Lê Dung',
      'Lê Đạt',
    ])
    expect(inOrder('Lê Hộ', 'Lê Hỗ', 'Lê Hồ', 'Lê Hố', 'Lê Hổ', 'Lê Hô')).toEqual([
      'Lê Hô',
      'Lê Hồ',
      'Lê Hổ',
      'Lê Hỗ',
      'Lê Hố',
      'Lê Hộ',
    ])
  })

  test('a decomposed name sorts and is stored as its composed form', () => {
    expect(givenNameKey('Nguyễn Thị Ánh'.normalize('NFD'))).toBe(givenNameKey('Nguyễn Thị Ánh'))
    expect(cleanName('  Nguyễn  Thị Ánh '.normalize('NFD'))).toBe('Nguyễn Thị Ánh')
  })

  test('markup, right-to-left marks and control characters are no name', () => {
    for (const bad of ['<b>Ánh</b>', 'Ánh\u202eDung', 'Ánh\u0000', '1', '', 'x'.repeat(200)]) {
      expect(() => cleanName(bad)).toThrow(expect.objectContaining({ code: 'organisation.bad_name' }))
    }
  })
})

describe('logins', () => {
  test('one login is found however it is typed', () => {
    for (const typed of ['Ánh.Nguyễn', ' ánh.nguyễn ', 'ÁNH.NGUYỄN'.normalize('NFD'), 'ánh\u200b.nguyễn']) {
      expect(findLogin(typed)).toBe('ánh.nguyễn')
    }
    expect(findLogin('ｑｕａｎｔｒｉ')).toBe('quantri')
  })

  test('what no account can be called is found by nobody', () => {
    for (const typed of [
      '',
      'a',
      '.a',
      'a b',
      "a' or 1=1 --",
      '<script>',
      'a\u202eb',
      'x'.repeat(65),
      'a\u0000b',
    ]) {
      expect(findLogin(typed)).toBeUndefined()
    }
  })
})
