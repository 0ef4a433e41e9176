import { execFileSync } from 'node:child_process'
import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { qrSvg } from './qr-code.ts'
import { typeset } from './typesetter.ts'

const echo = `#let data = json("/data.json")
#set page(width: 150mm, height: 150mm)
#set text(font: "Tinos", lang: "vi", fallback: false, size: 11pt)
#for line in data.lines { par(line) }`

const hasPdftotext = hasTool('pdftotext')
if (!hasPdftotext)
  console.warn('pdftotext (poppler-utils) is not installed: texts inside PDFs are not checked')

describe('typesetting', () => {
  test('a paper is PDF/A-2b and tells its creation time from the data, so it can be made again byte for byte', async () => {
    const at = { createdAt: new Date('2023-03-06T02:30:00Z') }
    const first = await typeset(echo, { lines: ['Giấy tiếp nhận'] }, at)
    const second = await typeset(echo, { lines: ['Giấy tiếp nhận'] }, at)

    expect(first.subarray(0, 5).toString()).toBe('%PDF-')
    expect(first.includes('<pdfaid:part>2</pdfaid:part>')).toBe(true)
    expect(first.includes('<pdfaid:conformance>B</pdfaid:conformance>')).toBe(true)
    expect(first.includes('20230306')).toBe(true)
    expect(second.equals(first)).toBe(true)
  })

  test.skipIf(!hasPdftotext)('what people typed is text, never markup', async () => {
    const lines = [
      '#panic("x") $x^2$ *đậm* _nghiêng_ @trích `mã`',
      '<script>alert(1)</script> <b>Nguyễn</b> & "ngoặc" \\ {a} [b]',
      '= Tiêu đề - gạch đầu dòng // không phải chú thích /* cũng không */ ~ ---',
      '#import "/data.json": * #read("/etc/passwd")',
    ]
    const text = textOf(await typeset(echo, { lines }))

    for (const line of lines) expect(text).toContain(line)
  })

  test.skipIf(!hasPdftotext)('decomposed Vietnamese comes out precomposed', async () => {
    const name = 'Nguyễn Thị Thuỷ Đường, phường Ngã Tư Sở'
    const text = textOf(await typeset(echo, { lines: [name.normalize('NFD')] }))

    expect(text).toContain(name.normalize('NFC'))
    expect(text).toBe(text.normalize('NFC'))
  })

  test.skipIf(!hasPdftotext)('marks that turn the reading direction around are left out', async () => {
    const text = textOf(await typeset(echo, { lines: ['Đơn\u202Efdp.exe\u2066 \u200Fxong\u0000\u0007'] }))

    expect(text).toContain('Đơnfdp.exe xong')
  })

  test.skipIf(!hasPdftotext)(
    'a letter the font lacks becomes a box and the paper is still made',
    async () => {
      const text = textOf(await typeset(echo, { lines: ['Công ty 中文 😀 A'] }))

      expect(text).toContain('Công ty □□ □ A')
    },
  )

  test.skipIf(!hasPdftotext)('every Vietnamese letter survives in both cases', async () => {
    const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxy'
    const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
    const lines = [...'aăâeêioôơuưy'].map((vowel) =>
      tones.map((tone) => (vowel + tone).normalize('NFC')).join(''),
    )
    const all = [letters, ...lines].flatMap((line) => [line, line.toUpperCase()])
    const text = textOf(await typeset(echo, { lines: all }))

    for (const line of all) expect(text).toContain(line)
  })

  test('a template that does not compile says why', async () => {
    await expect(typeset('#nothing-of-that-name', {})).rejects.toThrow(
      /unknown variable: nothing-of-that-name/,
    )
  })

  test('a paper sees only the files it was given', async () => {
    await typeset('#read("/a.txt")', {}, { files: { '/a.txt': 'một' } })

    await expect(typeset('#read("/a.txt")', {})).rejects.toThrow(/does not compile/)
    await expect(typeset('#read("/../typesetter.ts")', {})).rejects.toThrow(/does not compile/)
  })
})

test('a QR drawing has exactly the dark modules of the code of that text', () => {
  const text = 'https://example.test/tra-cuu?ma=H26-20230306-0000001'
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const drawn = [...qrSvg(text).matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(
    ([, column, row]) => Number(row) * size + Number(column),
  )

  expect(qrSvg(text)).toContain(`viewBox="0 0 ${size} ${size}"`)
  expect(drawn).toEqual([...data.keys()].filter((index) => data[index]))
})

function textOf(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString('utf8')
}

function hasTool(name: string): boolean {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
