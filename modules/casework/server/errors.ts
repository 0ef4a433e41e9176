import { refusal } from '#platform/errors.ts'

export const caseworkErrors = {
  notFound: (caseId: string) =>
    refusal(
      'not_found',
      'casework.not_found',
      {
        vi: 'Không có hồ sơ công việc này. Hãy kiểm tra lại mã.',
        en: 'There is no such case. Check the code.',
      },
      { caseId },
    ),
  stale: (caseId: string, version: number, current?: number) =>
    refusal(
      'conflict',
      'casework.stale_version',
      {
        vi: 'Hồ sơ đã được người khác xử lý sau khi bạn mở. Hãy tải lại rồi thao tác trên bản mới; những gì bạn gõ chưa bị mất.',
        en: 'Someone acted on this case after you opened it. Load it again and act on the new version; what you typed is not lost.',
      },
      { caseId, version, current },
    ),
  noSuchTask: (stepKey: string) =>
    refusal(
      'conflict',
      'casework.task_not_open',
      {
        vi: 'Bước này không còn mở: có thể đã xong hoặc đã chuyển đi. Hãy tải lại danh sách việc.',
        en: 'This step is no longer open: it may be done or handed on. Load the work list again.',
      },
      { stepKey },
    ),
  claimed: (assigneeId: number) =>
    refusal(
      'conflict',
      'casework.task_claimed',
      {
        vi: 'Việc này đã có người nhận. Hãy chọn việc khác hoặc đề nghị phân công lại.',
        en: 'Someone else has claimed this task. Take another or ask for it to be reassigned.',
      },
      { assigneeId },
    ),
  badProcess: (problem: string) =>
    refusal(
      'invalid',
      'casework.bad_process',
      {
        vi: `Quy trình chưa hợp lệ: ${problem}. Hãy sửa bảng các bước.`,
        en: `The process is not valid: ${problem}. Mend the table of steps.`,
      },
      { problem },
    ),
  noSuchDefinition: (definitionId: number) =>
    refusal(
      'not_found',
      'casework.no_definition',
      {
        vi: 'Không có quy trình này trong cơ sở dữ liệu.',
        en: 'There is no such process in the database.',
      },
      { definitionId },
    ),
  codesExhausted: (code: string) =>
    refusal(
      'conflict',
      'casework.code_taken',
      {
        vi: 'Mã hồ sơ vừa cấp đã có. Hãy gửi lại để nhận mã khác.',
        en: 'The code just drawn is already taken. Send again to draw another.',
      },
      { code },
    ),
}
