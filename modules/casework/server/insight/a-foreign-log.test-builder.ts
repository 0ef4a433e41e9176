import type { CsvMapping } from '../../insight.ts'

export const foreignMapping: CsvMapping = { case: 'Mã', activity: 'Việc', time: 'Lúc', unit: 'Nơi' }

const HOUR = 3_600_000
const line = ['Tiếp nhận', 'Thẩm định', 'Trình ký', 'Ký', 'Trả kết quả']

/** A log as another system writes it: every third case is examined twice, and two rows cannot be read. */
export function aForeignCsv(cases: number): string {
  const rows = ['Mã,Việc,Lúc,Nơi', 'X-0,Tiếp nhận,hôm qua,Quận', 'X-0,,2022-01-01 08:00,Quận']
  for (let number = 1; number <= cases; number++) {
    const course = number % 3 === 0 ? line.toSpliced(2, 0, 'Thẩm định') : line
    course.forEach((activity, place) => {
      const at = new Date(Date.UTC(2022, 0, 3, 1) + number * HOUR + place * (number % 7) * HOUR)
      rows.push(`X-${number},${activity},${at.toISOString()},${place === 0 ? 'Phường' : 'Quận'}`)
    })
  }
  return `${rows.join('\n')}\n`
}
