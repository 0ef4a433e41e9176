import { nominalHours, type Channel, type ProcessRow } from '#modules/catalogue/contract.ts'

type Limit = Channel['limit']

export type ProcessShape = {
  limits: readonly Limit[]
  tier: 'commune' | 'district' | 'department'
  /** Filed at a commune as well, so that the competent unit's desk takes it over first. */
  travels: boolean
  /** What the specialist does. */
  checks: string
  result: string
  /** The work is done in its parts; this one gathers what comes out. */
  linked?: boolean
  /** Hours of receiving, appraising, signing and issuing where a published process states them. */
  statedHours?: readonly number[]
  /** Whoever appraises may neither review nor sign. */
  twoPersons?: boolean
}

/**
 * The internal process as officials write it. Its hours add up to the shortest limit of the procedure,
 * because one table serves every channel; handing out the result takes none of the State's time.
 */
export function processRows({
  limits,
  tier,
  travels,
  checks,
  result,
  linked = false,
  statedHours,
  twoPersons = false,
}: ProcessShape): ProcessRow[] {
  const reviewed = tier !== 'commune'
  const total = Math.min(...limits.map(workingHours))
  if (linked) return gatheringRows(total)
  const hours = statedHours
    ? {
        receive: statedHours[0] ?? 0,
        appraise: statedHours[1] ?? 0,
        sign: statedHours[2] ?? 0,
        issue: statedHours[3] ?? 0,
      }
    : undefined

  const receive = hours?.receive ?? share(total, 0.1, 4)
  const takeOver = travels ? share(total, 0.05, 4) : 0
  const review = reviewed ? share(total, 0.15, 24) : 0
  const sign = hours?.sign ?? share(total, 0.15, 16)
  const issue = hours?.issue ?? share(total, 0.05, 4)
  const appraise = hours?.appraise ?? total - receive - takeOver - review - sign - issue

  const rows: Omit<ProcessRow, 'no'>[] = [
    {
      key: 'receive',
      work: 'Kiểm tra, tiếp nhận hồ sơ và hẹn trả kết quả',
      doer: { postKind: 'one_stop', unit: 'receiving' },
      hours: receive,
      stage: 'Tiếp nhận',
      output: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01)',
    },
    ...(travels
      ? [
          {
            key: 'take_over',
            work: 'Nhận bàn giao hồ sơ từ nơi tiếp nhận',
            doer: { postKind: 'one_stop', unit: 'competent' } as const,
            hours: takeOver,
            stage: 'Tiếp nhận',
            output: 'Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 06)',
          },
        ]
      : []),
    {
      key: 'appraise',
      work: `Thẩm định: ${checks}; dự thảo kết quả`,
      doer: { postKind: 'specialist', unit: 'competent' },
      hours: appraise,
      stage: 'Giải quyết',
      output: 'Dự thảo kết quả',
    },
    ...(reviewed
      ? [
          {
            key: 'review',
            work: 'Xem xét dự thảo, trình lãnh đạo',
            doer: { postKind: 'head', unit: 'competent' } as const,
            hours: review,
            stage: 'Giải quyết',
            output: 'Dự thảo đã soát xét',
          },
        ]
      : []),
    {
      key: 'sign',
      work: 'Ký kết quả',
      doer: { postKind: 'leader', unit: 'competent' },
      hours: sign,
      stage: 'Giải quyết',
      output: result,
    },
    {
      key: 'issue',
      work: 'Cho số, đóng dấu, phát hành kết quả',
      doer: { postKind: 'clerk', unit: 'competent' },
      hours: issue,
      stage: 'Giải quyết',
      output: `${result} đã phát hành`,
    },
    {
      key: 'return',
      work: 'Trả kết quả cho người nộp',
      doer: { postKind: 'one_stop', unit: 'receiving' },
      hours: 0,
      stage: 'Trả kết quả',
    },
  ]
  const byAnother = (key: string) => twoPersons && (key === 'review' || key === 'sign')
  return rows.map((row, index) => ({
    no: index + 1,
    ...row,
    ...(byAnother(row.key) ? { notBy: 'appraise' } : {}),
  }))
}

/** A linked procedure is received, waited for, and handed out as one; its agencies work by the rows of the parts. */
function gatheringRows(total: number): ProcessRow[] {
  const rows: Omit<ProcessRow, 'no'>[] = [
    {
      key: 'receive',
      work: 'Kiểm tra, tiếp nhận hồ sơ liên thông và hẹn trả kết quả',
      doer: { postKind: 'one_stop', unit: 'receiving' },
      hours: 4,
      stage: 'Tiếp nhận',
      output: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả (mẫu 01)',
    },
    {
      key: 'gather',
      work: 'Theo dõi các phần liên thông, tập hợp kết quả',
      doer: { postKind: 'specialist', unit: 'competent' },
      hours: total - 8,
      stage: 'Giải quyết',
      output: 'Phiếu kiểm soát quá trình giải quyết hồ sơ (mẫu 06)',
    },
    {
      key: 'issue',
      work: 'Vào sổ, phát hành bộ kết quả liên thông',
      doer: { postKind: 'clerk', unit: 'competent' },
      hours: 4,
      stage: 'Giải quyết',
      output: 'Bộ kết quả liên thông',
    },
    {
      key: 'return',
      work: 'Trả kết quả cho người nộp',
      doer: { postKind: 'one_stop', unit: 'receiving' },
      hours: 0,
      stage: 'Trả kết quả',
    },
  ]
  return rows.map((row, index) => ({ no: index + 1, ...row }))
}

/** What a limit leaves for work. */
export function workingHours(limit: Limit): number {
  const hours = nominalHours(limit)
  if (hours === null)
    throw new Error(
      'A process cannot be timed without a limit; state the limit, marked as a demo value if need be.',
    )
  return hours
}

/** A part of the whole, in quarter hours, at least a quarter and at most the cap. */
function share(total: number, part: number, capHours: number): number {
  return Math.min(capHours, Math.max(0.25, Math.round(total * part * 4) / 4))
}
