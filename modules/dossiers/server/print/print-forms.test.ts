import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { printReceipt } from './form-01.ts'
import { printSupplementRequest } from './form-02.ts'
import { printRefusal } from './form-03.ts'
import { printApology } from './form-04.ts'
import { printStopNotice } from './form-05.ts'
import { printControlSlip } from './form-06.ts'
import {
  apology,
  controlSlip,
  receipt,
  refusal,
  stopNotice,
  supplementRequest,
} from './papers.test-builder.ts'

const hasPoppler = hasTool('pdftotext') && hasTool('pdftoppm')
if (!hasPoppler)
  console.warn('poppler-utils is not installed: texts and QR codes of printed forms are not checked')

describe('printed forms', () => {
  test('each is a PDF/A-2b that the same data prints again byte for byte', async () => {
    const papers = [
      await printReceipt(receipt),
      await printSupplementRequest(supplementRequest),
      await printRefusal(refusal),
      await printApology(apology),
      await printStopNotice(stopNotice),
      await printControlSlip(controlSlip),
    ]

    for (const paper of papers) {
      expect(paper.includes('<pdfaid:part>2</pdfaid:part>')).toBe(true)
      expect(paper.includes('<pdfaid:conformance>B</pdfaid:conformance>')).toBe(true)
    }
    expect((await printReceipt(receipt)).equals(papers[0] ?? Buffer.alloc(0))).toBe(true)
  })

  test.skipIf(!hasPoppler)('form 01 names who decides for another, and only then', async () => {
    const deciding = 'Quận Ba Đình (theo ủy quyền của Sở Tư pháp tại Quyết định số 15/QĐ-STP ngày 01/11/2023)'
    expect(textOf(await printReceipt({ ...receipt, deciding }))).toContain(`Cơ quan giải quyết: ${deciding}`)
    expect(textOf(await printReceipt(receipt))).not.toContain('Cơ quan giải quyết')
  })

  test.skipIf(!hasPoppler)('form 01 says everything the one-stop rules ask of a receipt', async () => {
    const text = textOf(await printReceipt(receipt))

    for (const words of [
      'ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI',
      'BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ PHƯỜNG NGÃ TƯ SỞ',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: 128/BPTNTKQ',
      'Hà Nội, ngày 06 tháng 3 năm 2023',
      'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
      'Mã hồ sơ: 000.01.25.H26-230306-0042',
      '(Liên: giao tổ chức, cá nhân nộp hồ sơ)',
      'Đơn vị tiếp nhận: Bộ phận Tiếp nhận và Trả kết quả phường Ngã Tư Sở',
      'Tiếp nhận hồ sơ của: Bà Nguyễn Thị Thùy Đương',
      'Địa chỉ: Số 12, ngách 34/5 phố Vĩnh Hồ, phường Ngã Tư Sở, quận Đống Đa',
      'Số điện thoại: 0900 000 123',
      'Email: thuy.duong@example.vn',
      'Hình thức nộp: Trực tiếp',
      'Chủ hồ sơ: Cháu Trần Đức Dũng',
      'Nội dung yêu cầu giải quyết: Đăng ký khai sinh có yếu tố liên thông với cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi',
      'Số lượng hồ sơ: 01 (bộ)',
      'Thời gian giải quyết hồ sơ theo quy định: 0,5 ngày làm việc.',
      'Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 06 tháng 3 năm 2023.',
      'Thời gian trả kết quả giải quyết hồ sơ: 15 giờ 00 phút, ngày 06 tháng 3 năm 2023.',
      'Đăng ký nhận kết quả tại: Bộ phận Tiếp nhận và Trả kết quả phường Ngã Tư Sở.',
      'Quyển số: 03/2023',
      'Số thứ tự: 128',
      'NGƯỜI NỘP HỒ SƠ',
      'NGƯỜI TIẾP NHẬN HỒ SƠ',
      'Phạm Thị Hải Yến',
    ]) {
      expect(text).toContain(words)
    }
  })

  test.skipIf(!hasPoppler)(
    'the components stand with their counts of originals, certified and plain copies',
    async () => {
      const lines = linesOf(await printReceipt(receipt))

      expect(lines).toContain('2 Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp 1 – 1')
      expect(lines).toContain('3 Giấy chứng nhận kết hôn của cha, mẹ – 1 –')
    },
  )

  test.skipIf(!hasPoppler)('an identity number shows its last four signs and no more', async () => {
    const pdf = await printReceipt(receipt)

    expect(textOf(pdf)).toContain('••••••••6789')
    expect(textOf(pdf)).not.toContain('5678')
    expect(pdf.includes('999123456789')).toBe(false)
  })

  test.skipIf(!hasPoppler)(
    'the QR code on the paper is the code of the look-up page, module by module',
    async () => {
      const { size, data } = create(receipt.lookUpUrl, { errorCorrectionLevel: 'M' }).modules
      const seen = readQr(await printReceipt(receipt), size)

      expect(seen).toEqual([...data].map(Boolean))
    },
  )

  test.skipIf(!hasPoppler)(
    'names with markup, HTML, reversed or decomposed letters are plain text',
    async () => {
      const name = 'Nguyễn #panic("x") $a$ <b>Đỗ</b> *Thị*'
      const content = 'Cấp bản sao @trích `mã` = #import "/data.json"'
      const text = textOf(
        await printReceipt({
          ...receipt,
          submitter: { name: `\u202e${name.normalize('NFD')}\u202c` },
          content,
        }),
      )

      expect(text).toContain(`Tiếp nhận hồ sơ của: ${name}`)
      expect(text).toContain(`Nội dung yêu cầu giải quyết: ${content}`)
    },
  )

  test.skipIf(!hasPoppler)('what nobody filled in is left as a dotted line to write on', async () => {
    const { book: _book, owner: _owner, channel: _channel, ...rest } = receipt
    const text = textOf(await printReceipt({ ...rest, submitter: { name: 'Trần Văn Ân' } }))

    expect(text).toMatch(/Địa chỉ: (\. ){20,}/)
    expect(text).toMatch(/Số điện thoại: (\. ){10,}Email: (\. ){10,}/)
    expect(text).toMatch(/Quyển số: (\. ){5,}Số thứ tự: (\. ){5,}/)
    expect(text).not.toContain('Chủ hồ sơ')
  })

  test.skipIf(!hasPoppler)(
    'a procedure without a limit promises no day, and one in two stages promises two',
    async () => {
      const { dueAt: _dueAt, ...rest } = receipt
      const open = textOf(await printReceipt({ ...rest, statutoryTime: { unit: 'undefined' } }))
      const staged = textOf(
        await printReceipt({
          ...receipt,
          secondStage: {
            receivedAt: new Date('2023-03-08T03:00:00Z'),
            dueAt: new Date('2023-03-10T10:00:00Z'),
          },
        }),
      )

      expect(open).toContain('không ấn định, vì pháp luật không quy định thời hạn')
      expect(staged).toContain(
        'Giai đoạn 2: nhận hồ sơ ngày 08 tháng 3 năm 2023, trả kết quả: 17 giờ 00 phút, ngày 10 tháng 3 năm 2023.',
      )
    },
  )

  test.skipIf(!hasPoppler)(
    'many components run over pages; each page carries the head of the table and its number',
    async () => {
      const components = Array.from({ length: 60 }, (_, index) => ({
        name: `Giấy tờ thứ ${index + 1} theo danh mục thành phần hồ sơ của thủ tục`,
        originals: 1,
        certified: 0,
        copies: index,
      }))
      const text = textOf(await printReceipt({ ...receipt, components }))
      const pages = Number(/Trang 1\/(\d+)/.exec(text)?.[1])

      expect(pages).toBeGreaterThan(2)
      expect(text).toContain(`Trang ${pages}/${pages}`)
      expect(text.split('Tên giấy tờ').length - 1).toBeGreaterThanOrEqual(pages - 1)
      expect(text).toContain('Giấy tờ thứ 60')
    },
  )

  test.skipIf(!hasPoppler)('form 02 lists what to mend, by when, and whom to ask', async () => {
    const text = textOf(await printSupplementRequest(supplementRequest))

    for (const words of [
      'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
      'Hồ sơ của: Bà Nguyễn Thị Thùy Đương',
      'Còn thiếu',
      'Lý do: Thành phần hồ sơ chưa đủ căn cứ để xác định nội dung khai sinh.',
      'Căn cứ: Khoản 1 Điều 16 Luật Hộ tịch',
      'nộp bổ sung trước ngày 20 tháng 3 năm 2023',
      'liên hệ với Lê Văn Ước, số điện thoại 0900 000 456, trang thông tin thanglong.example.vn',
      'NGƯỜI HƯỚNG DẪN',
    ]) {
      expect(text).toContain(words)
    }
  })

  test.skipIf(!hasPoppler)('form 03 gives every reason of the refusal', async () => {
    const text = textOf(await printRefusal(refusal))

    for (const words of [
      'PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ',
      'Thời điểm nộp trực tuyến: 21 giờ 05 phút, ngày 05 tháng 3 năm 2023',
      '1. Trẻ em đã được đăng ký khai sinh tại Ủy ban nhân dân phường khác; không đăng ký lần thứ hai.',
      '2. Người nộp không thuộc trường hợp được ủy quyền nộp hồ sơ.',
      'Căn cứ: Điều 13 Luật Hộ tịch',
      'NGƯỜI TIẾP NHẬN HỒ SƠ',
    ]) {
      expect(text).toContain(words)
    }
  })

  test.skipIf(!hasPoppler)(
    'form 04 apologises, says why, and gives one new date beside the old one',
    async () => {
      const text = textOf(await printApology(apology))

      for (const words of [
        'Số: 17/PXL',
        'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
        'Kính gửi: Bà Nguyễn Thị Thùy Đương',
        'Lĩnh vực: Hộ tịch',
        'Thời điểm tiếp nhận hồ sơ: 09 giờ 30 phút, ngày 06 tháng 3 năm 2023',
        'Thời điểm hẹn trả kết quả ban đầu: 15 giờ 00 phút, ngày 06 tháng 3 năm 2023',
        'Cơ quan phối hợp trả lời chậm: chờ Công an phường xác nhận nơi cư trú của cha, mẹ.',
        'Căn cứ: Nghị định 61/2018/NĐ-CP',
        'ngày 09 tháng 3 năm 2023',
        'THỦ TRƯỞNG CƠ QUAN',
        'Đỗ Quang Huy',
        'Mẫu số 04',
      ]) {
        expect(text).toContain(words)
      }
      expect(text).not.toContain('đã quá thời hạn')
      expect(textOf(await printApology({ ...apology, isLate: true }))).toContain('đã quá thời hạn hẹn trả')
    },
  )

  test.skipIf(!hasPoppler)(
    'form 05 says from when, why, what is given back, and that one may file again',
    async () => {
      const text = textOf(await printStopNotice(stopNotice))

      for (const words of [
        'Số: 128/BPTNTKQ',
        'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
        'Chủ hồ sơ: Cháu Trần Đức Dũng',
        'dừng giải quyết hồ sơ nêu trên kể từ ngày 21 tháng 3 năm 2023',
        'Quá thời hạn bổ sung mà người nộp không bổ sung hồ sơ.',
        'Căn cứ: Quy định của pháp luật chuyên ngành',
        'Giấy tờ trả lại: 01 giấy chứng sinh bản chính',
        'Phí, lệ phí hoàn trả: không',
        'có quyền nộp lại hồ sơ',
        'Mẫu số 05',
      ]) {
        expect(text).toContain(words)
      }
    },
  )

  test.skipIf(!hasPoppler)('form 06 has a row for each hand-over with its result', async () => {
    const text = textOf(await printControlSlip(controlSlip))

    for (const words of [
      'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
      'Cơ quan (bộ phận) giải quyết: Công chức Tư pháp – Hộ tịch phường Ngã Tư Sở',
      'Bảo hiểm xã hội quận Đống Đa; Công an phường Ngã Tư Sở',
      'Trước hạn',
      'Quá hạn',
      '11 giờ 10 phút,',
      'Đỗ Quang Huy',
    ]) {
      expect(text).toContain(words)
    }
    expect(text.match(/1\. Giao:/g)).toHaveLength(3)
    expect(text.match(/2\. Nhận:/g)).toHaveLength(3)
  })
})

/** The words of a paper in reading order, with line breaks and runs of spaces as one space. */
function textOf(pdf: Buffer): string {
  const text = execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString('utf8')
  return text.replace(/\s+/g, ' ')
}

/** The lines of a paper as they stand side by side on the page. */
function linesOf(pdf: Buffer): string[] {
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString('utf8')
  return text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '))
}

/** The modules of the code in the upper right of the first page, read from its picture. */
function readQr(pdf: Buffer, size: number): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'))
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf)
    // At 400 dots per inch a millimetre is 15.75 dots; the code stands right of 110 mm, between 29 and 55 mm.
    execFileSync(
      'pdftoppm',
      [
        '-gray',
        '-r',
        '400',
        '-x',
        '1780',
        '-y',
        '470',
        '-W',
        '400',
        '-H',
        '350',
        '-singlefile',
        'paper.pdf',
        'code',
      ],
      { cwd: folder },
    )
    return modulesIn(readFileSync(join(folder, 'code.pgm')), size)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function modulesIn(picture: Buffer, size: number): boolean[] {
  const [head = '', width = '0', height = '0'] =
    /^P5\s(\d+)\s(\d+)\s255\s/.exec(picture.toString('latin1', 0, 40)) ?? []
  const dark = (x: number, y: number) => (picture[head.length + y * Number(width) + x] ?? 255) < 128
  let [left, right, top, bottom] = [Number(width), 0, Number(height), 0]
  for (let y = 0; y < Number(height); y++) {
    for (let x = 0; x < Number(width); x++) {
      if (!dark(x, y)) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  }
  const at = (from: number, to: number, index: number) =>
    Math.floor(from + ((to - from) * (index + 0.5)) / size)
  return Array.from({ length: size * size }, (_, index) =>
    dark(at(left, right, index % size), at(top, bottom, Math.floor(index / size))),
  )
}

function hasTool(name: string): boolean {
  try {
    execFileSync(name, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
