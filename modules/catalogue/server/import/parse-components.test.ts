import { describe, expect, test } from 'vitest'
import { componentHeader, parseComponents, splitForm } from './parse-components.ts'

const table = (...rows: string[]) => componentHeader + rows.join('')
const papers = (source: string) =>
  parseComponents(source).groups.flatMap((group) =>
    group.components.map(({ name, originals, copies }) => [name, originals, copies]),
  )

describe('the papers of a published procedure', () => {
  test('each row ends with its counts', () => {
    expect(
      papers(
        table(
          'Tờ khai theo mẫu;1 bản chính',
          '- Giấy tờ nhà đất.1 bản chính,2 bản sao',
          'Thẻ căn cước0 bản chính',
        ),
      ),
    ).toEqual([
      ['Tờ khai theo mẫu;', 1, 0],
      ['- Giấy tờ nhà đất.', 1, 2],
      ['Thẻ căn cước', 0, 0],
    ])
  })

  test('a count spoken inside a sentence ends no row', () => {
    expect(
      papers(
        table(
          'Nộp 02 bản chính tờ khai và 01 bản sao sổ hộ khẩu;2 bản chính',
          'Hóa đơn (1 bản chính) kèm vận đơn1 bản chính',
        ),
      ),
    ).toEqual([
      ['Nộp 02 bản chính tờ khai và 01 bản sao sổ hộ khẩu;', 2, 0],
      ['Hóa đơn (1 bản chính) kèm vận đơn', 1, 0],
    ])
  })

  test('what stands between two tables names the next case, and cases tell what is only shown', () => {
    const source = `* Giấy tờ phải nộp:${table('Tờ khai1 bản chính')}* Giấy tờ phải xuất trình:${table('Hộ chiếu1 bản chính')}`
    expect(
      parseComponents(source).groups.map((group) => [group.caseName, group.purpose, group.components.length]),
    ).toEqual([
      ['* Giấy tờ phải nộp:', 'submit', 1],
      ['* Giấy tờ phải xuất trình:', 'present', 1],
    ])
  })

  test('a name that ends in a number and its count wait for review, with every cut offered', () => {
    const { groups, doubts } = parseComponents(table('Đơn theo Nghị định năm 20251 bản chính,1 bản sao'))
    expect(groups[0]?.components[0]).toMatchObject({ originals: null, copies: null })
    expect(doubts).toMatchObject([{ path: '/componentGroups/0/components/0', reason: 'counts_unreadable' }])
    expect(doubts[0]?.proposals[0]?.value).toMatchObject({
      name: 'Đơn theo Nghị định năm 2025',
      originals: 1,
      copies: 1,
    })
  })

  test('a case without a table is kept and waits', () => {
    const { groups, doubts } = parseComponents(`${table('Đơn1 bản chính')}b) Trường hợp cấp lại`)
    expect(groups[1]).toMatchObject({ caseName: 'b) Trường hợp cấp lại', components: [] })
    expect(doubts).toMatchObject([{ path: '/componentGroups/1/components', reason: 'counts_missing' }])
  })

  test('text without a table is one doubt', () => {
    expect(parseComponents('Theo hướng dẫn của cơ quan').doubts).toMatchObject([
      { path: '/componentGroups', reason: 'table_unreadable' },
    ])
  })
})

describe('the form file behind a paper’s name', () => {
  test.each([
    ['Tờ khai đăng ký.Mẫu số 01.docx', 'Tờ khai đăng ký.', 'Mẫu số 01.docx'],
    ['Đơn theo mẫuTK 1.000999.docx', 'Đơn theo mẫu', 'TK 1.000999.docx'],
    [
      'Đơn theo Nghị định số 1/2020/NĐ-CPmau so 12.doc',
      'Đơn theo Nghị định số 1/2020/NĐ-CP',
      'mau so 12.doc',
    ],
    ['Bản khai (mẫu 2A)36-Mẫu 2A-Bản khai.doc', 'Bản khai (mẫu 2A)', '36-Mẫu 2A-Bản khai.doc'],
  ])('%s', (text, name, form) => {
    expect(splitForm(text)).toMatchObject({ name, form, unclear: false })
  })

  test.each(['Đơn theo quy địnhvăn bản đề nghị.docx', 'Văn bản của nhà đầu tưMẫu A.docxMẫu B.docx'])(
    '%s is not told apart',
    (text) => {
      expect(splitForm(text)).toMatchObject({ name: text, form: null, unclear: true })
    },
  )
})
