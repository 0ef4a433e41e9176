import type { ProcessStep } from './process-table.ts'
import { problem, warning, type Problem } from './problem.ts'

/** Rows that say too little to be published, though the engine could run them. */
export function checkRows(steps: readonly ProcessStep[]): Problem[] {
  return steps.flatMap(({ key, work }) =>
    work.trim() === ''
      ? [
          problem(key, 'table.no_work', {
            vi: `Bước "${key}" chưa ghi nội dung công việc. Hãy ghi việc phải làm.`,
            en: `Step "${key}" does not say what is done. Write the work.`,
          }),
        ]
      : [],
  )
}

/** Limits of a subject that no sum of working hours can be held against. */
export function uncountedLimits(
  limits: readonly { minutes: number | null; vi: string; en: string }[],
): Problem[] {
  return limits
    .filter(({ minutes }) => minutes === null)
    .map(({ vi, en }) =>
      warning('', 'process.limit_not_counted', {
        vi: `Thời hạn "${vi}" không tính bằng giờ làm việc nên không so được với tổng các bước. Hãy chạy thử để xem ngày đến hạn.`,
        en: `The limit "${en}" does not count working hours, so the sum of the steps cannot be held against it. Walk it in the simulation.`,
      }),
    )
}
