import { describe, expect, test } from 'vitest'
import { cleanFileName, contentDisposition, withExtension } from './file-name.ts'

describe('file names', () => {
  test('a decomposed Vietnamese name is kept precomposed', () => {
    expect(cleanFileName('Giấy khai sinh Đỗ Thị Huệ.pdf'.normalize('NFD'))).toBe(
      'Giấy khai sinh Đỗ Thị Huệ.pdf'.normalize('NFC'),
    )
  })

  test('HTML in a name is plain text', () => {
    expect(cleanFileName('<b>don</b> <img src=x onerror=alert(1)>.pdf'.replaceAll('/', ''))).toBe(
      '<b>don<b> <img src=x onerror=alert(1)>.pdf',
    )
  })

  test('odd spaces become one, edges and invisible letters go', () => {
    expect(cleanFileName(' ..Ảnh\u00a0 chụp\u202f10.10\u200b.jpg. ')).toBe('Ảnh chụp 10.10.jpg')
  })

  test('a long name is cut and keeps its ending', () => {
    const name = cleanFileName(`${'ấ'.repeat(300)}.docx`)

    expect([...name]).toHaveLength(150)
    expect(name.endsWith('ấ.docx')).toBe(true)
  })

  test.each([
    ['a\u0000b.pdf', 'control'],
    ['a\nb.pdf', 'control'],
    ['đơn\u202efdp.exe', 'direction'],
    ['\u200fđơn.pdf', 'direction'],
    ['../../etc/passwd', 'separator'],
    ['C:\\giấy tờ\\đơn.pdf', 'separator'],
    ['', 'empty'],
    [' ... ', 'empty'],
  ])('the name %j is refused for its %s', (name, reason) => {
    expect(() => cleanFileName(name)).toThrow(
      expect.objectContaining({ code: 'files.name_not_allowed', facts: expect.objectContaining({ reason }) }),
    )
  })

  test('a refusal never repeats the deceiving marks', () => {
    expect(() => cleanFileName('đơn\u202efdp.exe')).toThrow(
      expect.objectContaining({ facts: { name: 'đơn□fdp.exe', reason: 'direction' } }),
    )
  })

  test('a name without an ending gets the one of its content', () => {
    expect(withExtension('đơn', 'application/pdf')).toBe('đơn.pdf')
    expect(withExtension('đơn.PDF', 'application/pdf')).toBe('đơn.PDF')
  })

  test('a download carries its Vietnamese name and an ASCII one for old readers', () => {
    expect(contentDisposition('attachment', 'Đơn "đề nghị" 100%; (bản 1).pdf')).toBe(
      'attachment; filename="Don _de nghi_ 100__ (ban 1).pdf"; ' +
        "filename*=UTF-8''%C4%90%C6%A1n%20%22%C4%91%E1%BB%81%20ngh%E1%BB%8B%22%20100%25%3B%20%28b%E1%BA%A3n%201%29.pdf",
    )
  })
})
