import { describe, expect, test } from 'vitest'
import { channelHeader, cutsOf, parseChannels } from './parse-channels.ts'

const table = (...rows: string[]) => channelHeader + rows.join('')
const parse = (...rows: string[]) => parseChannels(table(...rows), '')
const doubtsOf = (...rows: string[]) => parse(...rows).doubts.map((doubt) => [doubt.path, doubt.reason])

describe('the channel table of a published procedure', () => {
  test('rows that stand back to back are read one by one', () => {
    const { channels, doubts } = parse(
      'Trực tuyến3 Ngày làm việcMiễn phíNộp trên cổng của tỉnh.',
      'Dịch vụ bưu chính12 NgàyKhông có thông tin',
      'Trực tiếp4 Giờ20,000 Việt Nam Đồng(20.000 đồng/bản)',
    )
    expect(doubts).toEqual([])
    expect(channels).toEqual([
      {
        channel: 'online',
        limit: { unit: 'working_days', amount: 3 },
        feeVnd: 0,
        feeNote: null,
        note: 'Nộp trên cổng của tỉnh.',
      },
      {
        channel: 'post',
        limit: { unit: 'calendar_days', amount: 12 },
        feeVnd: null,
        feeNote: null,
        note: null,
      },
      {
        channel: 'counter',
        limit: { unit: 'hours', amount: 4 },
        feeVnd: 20_000,
        feeNote: '20.000 đồng/bản',
        note: null,
      },
    ])
  })

  test('a description that speaks of channels does not start a row', () => {
    const { channels } = parse(
      'Trực tiếp2 Ngày làm việcMiễn phíNộp Trực tiếp tại quầy hoặc Trực tuyến: 3 bước.',
    )
    expect(channels).toHaveLength(1)
  })

  test('several rows of one channel stay apart by their notes', () => {
    const { channels } = parse(
      'Trực tiếp5 Ngày làm việcMiễn phíCấp mới',
      'Trực tiếp2 Ngày làm việcMiễn phíCấp lại',
    )
    expect(channels.map((channel) => [channel.limit.amount, channel.note])).toEqual([
      [5, 'Cấp mới'],
      [2, 'Cấp lại'],
    ])
  })

  test('months and half days are limits too', () => {
    expect(parse('Trực tiếp2 ThángMiễn phí').channels[0]?.limit).toEqual({ unit: 'months', amount: 2 })
    expect(parse('Trực tiếp0.5 Ngày làm việcMiễn phí').channels[0]?.limit).toEqual({
      unit: 'working_days',
      amount: 0.5,
    })
  })

  test('no information about the time is an undefined limit and no doubt', () => {
    const { channels, doubts } = parse('Trực tiếpKhông có thông tinMiễn phí')
    expect(channels[0]?.limit).toEqual({ unit: 'undefined' })
    expect(doubts).toEqual([])
  })
})

describe('what the parser does not vouch for', () => {
  test('a number without a unit waits, and every unit is offered', () => {
    const { channels, doubts } = parse('Trực tiếp7Miễn phí')
    expect(channels[0]?.limit).toEqual({ unit: 'undefined' })
    expect(doubts[0]).toMatchObject({ path: '/channels/0/limit', reason: 'number_without_unit' })
    expect(doubts[0]?.proposals.map((proposal) => proposal.value)).toEqual([
      { unit: 'working_days', amount: 7 },
      { unit: 'calendar_days', amount: 7 },
      { unit: 'hours', amount: 7 },
    ])
  })

  test('a bare 1 beside the rule of 15:00 is offered first as the same day', () => {
    const { doubts } = parseChannels(
      table('Trực tiếp1Miễn phí'),
      'Nhận sau 15 giờ thì trả kết quả vào ngày hôm sau.',
    )
    expect(doubts[0]?.proposals[0]?.value).toEqual({ unit: 'same_day_before', cutoff: '15:00' })
  })

  test('days and amount that run together both wait', () => {
    const { channels, doubts } = parse('Trực tuyến1100 VNĐ(Phí công bố: 100.000 đồng/lần)')
    expect(channels[0]).toMatchObject({ limit: { unit: 'undefined' }, feeVnd: null })
    expect(doubts.map((doubt) => doubt.reason)).toEqual(['run_together_numbers', 'run_together_numbers'])
    expect(doubts[1]?.proposals[0]?.value).toBe(100_000)
  })

  test.each([
    ['an unknown unit of time', ['Trực tiếp2 TuầnMiễn phí'], '/channels/0/limit', 'unknown_unit'],
    [
      'a time only in words',
      ['Trực tiếpKhông có thông tinMiễn phí05 ngày làm việc kể từ khi nhận hồ sơ'],
      '/channels/0/limit',
      'time_in_words',
    ],
    [
      'a time its description contradicts',
      ['Trực tiếp7 Ngày làm việcMiễn phíTrong 05 ngày làm việc có kết quả'],
      '/channels/0/limit',
      'time_contradicts_note',
    ],
    [
      'a time nobody could mean',
      ['Trực tiếp9000 Ngày làm việcMiễn phí'],
      '/channels/0/limit',
      'implausibly_large',
    ],
    [
      'an amount that lost its zeros',
      ['Trực tiếp3 Ngày làm việc50 VNĐ'],
      '/channels/0/feeVnd',
      'amount_lost_zeros',
    ],
    [
      'an amount its note contradicts',
      ['Trực tiếp3 Ngày làm việc5,000 VNĐ(thu 7.000 đồng/lần)'],
      '/channels/0/feeVnd',
      'amount_contradicts_note',
    ],
    [
      'an amount that differs for a stretch of time',
      ['Trực tiếp3 Ngày làm việc80,000 VNĐ(mức 40.000 đồng áp dụng đến hết ngày 31/12/2026)'],
      '/channels/0/feeVnd',
      'amount_depends_on_date',
    ],
    [
      'free of charge beside a rule that sets a fee',
      ['Trực tiếp3 Ngày làm việcMiễn phí(Theo Nghị quyết của Hội đồng nhân dân)'],
      '/channels/0/feeVnd',
      'free_contradicts_note',
    ],
    [
      'a fee only in its note',
      ['Trực tiếp3 Ngày làm việcKhông có thông tin(Mức thu 15.000 đồng)'],
      '/channels/0/feeVnd',
      'amount_in_words',
    ],
    [
      'money of another country',
      ['Trực tiếp3 Ngày làm việc10 USD(/bản)'],
      '/channels/0/feeVnd',
      'foreign_currency',
    ],
    [
      'an amount nobody could mean',
      ['Trực tiếp3 Ngày làm việc900,000,000 VNĐ'],
      '/channels/0/feeVnd',
      'implausibly_large',
    ],
  ])('%s is quarantined and leaves nothing guessed', (_what, rows, path, reason) => {
    const { channels, doubts } = parse(...rows)
    expect(doubts.map((doubt) => [doubt.path, doubt.reason])).toEqual([[path, reason]])
    if (path.endsWith('feeVnd')) expect(channels[0]?.feeVnd).toBeNull()
    else expect(channels[0]?.limit).toEqual({ unit: 'undefined' })
  })

  test('a fee in dollars stays readable in the note', () => {
    expect(parse('Trực tiếp3 Ngày làm việc10 USD(/bản)').channels[0]?.feeNote).toBe('10 USD · /bản')
  })

  test('channels that differ a hundredfold all wait', () => {
    expect(doubtsOf('Trực tiếp3 Ngày làm việc25,000,000 VNĐ', 'Trực tuyến3 Ngày làm việc50,000 VNĐ')).toEqual(
      [
        ['/channels/0/feeVnd', 'amount_contradicts_channels'],
        ['/channels/1/feeVnd', 'amount_contradicts_channels'],
      ],
    )
  })

  test('"free" with a note that says free is believed', () => {
    expect(
      doubtsOf(
        'Trực tiếp3 Ngày làm việcMiễn phí(Không có)',
        'Trực tuyến3 Ngày làm việcMiễn phí(- Miễn lệ phí theo Thông tư.)',
      ),
    ).toEqual([])
  })

  test('text that is no table is kept as one doubt', () => {
    const { channels, doubts } = parseChannels('Nộp ở đâu cũng được', '')
    expect(channels).toEqual([])
    expect(doubts).toMatchObject([
      { path: '/channels', reason: 'table_unreadable', excerpt: 'Nộp ở đâu cũng được' },
    ])
  })
})

test('digits part only where the database could have printed both numbers', () => {
  expect(cutsOf('1100')).toEqual([
    { time: 1, fee: 100 },
    { time: 110, fee: 0 },
  ])
  expect(cutsOf('1100,000')).toEqual([{ time: 1, fee: 100_000 }])
  expect(cutsOf('3150,000')).toEqual([
    { time: 3, fee: 150_000 },
    { time: 31, fee: 50_000 },
  ])
})
