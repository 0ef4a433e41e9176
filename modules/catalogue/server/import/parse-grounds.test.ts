import { describe, expect, test } from 'vitest'
import { legalHeader, parseLegalGrounds, parseResults } from './parse-grounds.ts'

const grounds = (text: string) =>
  parseLegalGrounds(legalHeader + text).legalGrounds.map((ground) => [ground.title, ground.number])

describe('the legal grounds of a published procedure', () => {
  test('a title that repeats its number gives one row', () => {
    expect(grounds('Nghị định 1/2019/NĐ-CP1/2019/NĐ-CPLuật 5/2018/QH145/2018/QH14')).toEqual([
      ['Nghị định 1/2019/NĐ-CP', '1/2019/NĐ-CP'],
      ['Luật 5/2018/QH14', '5/2018/QH14'],
    ])
  })

  test('numbers inside a title’s sentence are not cells', () => {
    expect(
      grounds('Thông tư sửa đổi Thông tư số 2/2019/TT-BTC về phí8/2021/TT-BTCQuy định về nhà ở9/2022/NĐ-CP'),
    ).toEqual([
      ['Thông tư sửa đổi Thông tư số 2/2019/TT-BTC về phí', '8/2021/TT-BTC'],
      ['Quy định về nhà ở', '9/2022/NĐ-CP'],
    ])
  })

  test('a row that ends in a title with another number follows the row before it', () => {
    expect(
      grounds('Luật Mẫu12/2019/QH14Thông tư số 34/2021/TT-BTC ngày 18/3/2021 hướng dẫn34/2021/TT-BTC'),
    ).toEqual([
      ['Luật Mẫu', '12/2019/QH14'],
      ['Thông tư số 34/2021/TT-BTC ngày 18/3/2021 hướng dẫn', '34/2021/TT-BTC'],
    ])
  })

  test('words such as "Luật số" belong to the number’s cell', () => {
    expect(grounds('Luật sửa đổi về môi trườngLuật số 7/2025/QH15')).toEqual([
      ['Luật sửa đổi về môi trường', '7/2025/QH15'],
    ])
  })

  test('a year that ran into the number is offered apart, not taken', () => {
    const { legalGrounds, doubts } = parseLegalGrounds(`${legalHeader}Luật Mẫu 202077/2020/QH14`)
    expect(legalGrounds).toEqual([{ title: 'Luật Mẫu 202077/2020/QH14', number: null }])
    expect(doubts[0]).toMatchObject({ path: '/legalGrounds/0', reason: 'legal_number_missing' })
    expect(doubts[0]?.proposals[0]?.value).toEqual({ title: 'Luật Mẫu 2020', number: '77/2020/QH14' })
  })

  test('a title without a number waits', () => {
    const { legalGrounds, doubts } = parseLegalGrounds(`${legalHeader}Luật Nhà ở2/2023/QH15Thông tư về phí`)
    expect(legalGrounds[1]).toEqual({ title: 'Thông tư về phí', number: null })
    expect(doubts).toMatchObject([{ path: '/legalGrounds/1/number', reason: 'legal_number_missing' }])
  })
})

describe('the results of a published procedure', () => {
  test('names and codes alternate, and the page’s furniture is left out', () => {
    const source =
      'Giấy phépMã: KQ.G12.000123Văn bản từ chốiMã: KQ.G12.000124Từ khóaKhông có thông tinMô tảKhông có thông tin'
    expect(parseResults(source)).toEqual({
      results: [
        { name: 'Giấy phép', code: 'KQ.G12.000123' },
        { name: 'Văn bản từ chối', code: 'KQ.G12.000124' },
      ],
      doubts: [],
    })
  })

  test('a code of another kind waits', () => {
    const { results, doubts } = parseResults('Giấy phépMã: 1212Từ khóaKhông có thông tinMô tả')
    expect(results).toEqual([{ name: 'Giấy phép', code: null }])
    expect(doubts).toMatchObject([{ path: '/results/0/code', reason: 'result_code_unknown' }])
  })
})
