import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { typeset } from '#platform/print/typesetter.ts'
import { checkUpload } from './check-upload.ts'
import { docx, jpeg, png, smallPdf } from './contents.test-builder.ts'

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('what an upload is', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function check(content: Buffer | string, name: string, declared = '') {
    const path = join(folder, 'upload')
    await writeFile(path, content)
    return checkUpload(path, name, declared)
  }

  test.each([
    ['đơn.pdf', 'application/pdf', smallPdf, 'application/pdf'],
    ['ảnh.PNG', 'image/png', png, 'image/png'],
    ['ảnh.jpg', 'image/jpg', jpeg, 'image/jpeg'],
    ['tờ khai.docx', '', docx, docxType],
    ['tờ khai.docx', 'application/octet-stream', docx, docxType],
    ['dữ liệu.xml', 'text/xml; charset=utf-8', Buffer.from('<?xml version="1.0"?><a/>'), 'application/xml'],
    ['ghi chú.txt', 'text/plain', Buffer.from('Kính gửi Ủy ban'), 'text/plain'],
    ['danh sách.csv', 'application/vnd.ms-excel', Buffer.from('\ufeffTên;Tuổi\n'), 'text/plain'],
    ['không đuôi', '', smallPdf, 'application/pdf'],
  ])('%s declared as “%s” is taken', async (name, declared, content, type) => {
    expect(await check(content, name, declared)).toBe(type)
  })

  test('a PDF of our own press is taken', async () => {
    expect(await check(await typeset('Xin chào', {}), 'giấy hẹn.pdf')).toBe('application/pdf')
  })

  test('a PNG that calls itself a PDF is refused, and the sentence names the right ending', async () => {
    await expect(check(png, 'đơn.pdf', 'application/pdf')).rejects.toMatchObject({
      code: 'files.type_mismatch',
      kind: 'invalid',
      vi: expect.stringContaining('.png'),
      en: expect.stringContaining('.png'),
    })
  })

  test('a declaration that contradicts content and name is refused', async () => {
    await expect(check(png, 'ảnh.png', 'application/pdf')).rejects.toMatchObject({
      code: 'files.type_mismatch',
    })
  })

  test.each([
    ['chương trình', Buffer.from('MZ\u0090\u0000\u0003'.padEnd(200, '\u0000'), 'latin1'), 'setup.exe'],
    ['trang web', '<!DOCTYPE html><html><script>alert(1)</script></html>', 'trang.txt'],
    ['hình SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'hình.xml'],
    [
      'XML khai thực thể',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'a.xml',
    ],
    ['nhị phân lạ', Buffer.from([1, 2, 3, 0, 255, 254, 7, 8]), 'lạ.txt'],
    ['chữ không phải UTF-8', Buffer.from([0x4b, 0xed, 0x6e, 0x68, 0x20, 0xff, 0xe9]), 'cũ.txt'],
  ])('%s is not a type we accept', async (_, content, name) => {
    await expect(check(content, name)).rejects.toMatchObject({
      code: 'files.type_not_allowed',
      kind: 'invalid',
    })
  })

  test('text with a program’s ending is refused', async () => {
    await expect(check('del *.*', 'xóa.bat')).rejects.toMatchObject({ code: 'files.type_mismatch' })
  })

  test.each([
    ['cut short', smallPdf.subarray(0, smallPdf.length - 40)],
    ['with a wrong head', Buffer.concat([Buffer.from([0, 0, 1]), smallPdf])],
    [
      'with an unknown version',
      Buffer.from(smallPdf.toString('latin1').replace('%PDF-1.4', '%PDF-9.x'), 'latin1'),
    ],
  ])('a PDF %s is damaged', async (_, content) => {
    await expect(check(content, 'đơn.pdf', 'application/pdf')).rejects.toMatchObject({
      code: 'files.damaged',
    })
  })

  test('a PDF with a password is refused, wherever the word stands', async () => {
    const filler = '% chú thích\n'.repeat(9000)
    const locked = smallPdf.toString('latin1').replace('trailer\n<<', `${filler}trailer\n<< /Encrypt 9 0 R`)

    await expect(check(Buffer.from(locked, 'latin1'), 'đơn.pdf')).rejects.toMatchObject({
      code: 'files.encrypted',
    })
  })
})
