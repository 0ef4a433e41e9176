import { formatDay } from '#platform/ui/format.ts'
import { refusal } from '#platform/errors.ts'
import type { Problem } from '../process/problem.ts'

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
  badModel: (problems: readonly Problem[]) =>
    refusal(
      'invalid',
      'casework.bad_model',
      {
        vi: `Mô hình quy trình chưa ban hành được, có ${problems.length} chỗ cần xem. Hãy sửa từng phần tử như đã chỉ.`,
        en: `The process model cannot be published, ${problems.length} places need a look. Mend each element as it says.`,
      },
      { problems },
    ),
  cannotGoOn: (incidents: readonly { at: string; code: string }[]) =>
    refusal(
      'conflict',
      'casework.cannot_go_on',
      {
        vi: `Quy trình không đi tiếp được tại "${incidents[0]?.at ?? ''}" vì dữ liệu hồ sơ chưa đủ hoặc không khớp điều kiện. Hãy bổ sung dữ liệu rồi thao tác lại; chưa có gì thay đổi.`,
        en: `The process cannot go on at "${incidents[0]?.at ?? ''}": the data of the case are missing or meet no condition. Complete them and act again; nothing was changed.`,
      },
      { incidents },
    ),
  noOwner: (kind: string) =>
    refusal(
      'unavailable',
      'casework.no_owner',
      {
        vi: `Máy chủ này không biết xử lý loại hồ sơ "${kind}". Hãy cập nhật phần mềm rồi thử lại.`,
        en: `This server does not know what to do with cases of the kind "${kind}". Update it, then try again.`,
      },
      { kind },
    ),
  noIncident: (caseId: string, incident: string) =>
    refusal(
      'not_found',
      'casework.no_incident',
      {
        vi: 'Sự cố này không còn: đã có người xử lý, hoặc hồ sơ đã đi tiếp. Hãy tải lại danh sách.',
        en: 'This incident is gone: somebody has solved it, or the case went on. Load the list again.',
      },
      { caseId, incident },
    ),
  callNotYours: (callId: string) =>
    refusal(
      'conflict',
      'casework.call_not_yours',
      {
        vi: 'Lời gọi dịch vụ này không còn thuộc phiên giữ của bạn: đã hết hạn giữ, đã có câu trả lời, hoặc hồ sơ không cần nữa. Hãy lấy việc mới.',
        en: 'This call is no longer held by your lease: its time is over, it was answered, or the case needs it no more. Fetch again.',
      },
      { callId },
    ),
  noTimerHandler: (kind: string, timer: string) =>
    refusal(
      'unavailable',
      'casework.no_timer_handler',
      {
        vi: `Máy chủ này không biết việc phải làm khi đến hẹn "${timer}" của loại hồ sơ "${kind}". Hãy cập nhật phần mềm rồi thử lại.`,
        en: `This server does not know what is to be done at the timer "${timer}" of cases of the kind "${kind}". Update it, then try again.`,
      },
      { kind, timer },
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
  nobodyActs: () =>
    refusal('forbidden', 'casework.nobody_acts', {
      vi: 'Việc này cần một cán bộ đã đăng nhập. Hãy đăng nhập lại.',
      en: 'This needs an official who has signed in. Sign in again.',
    }),
  wrongMoment: (text: string) =>
    refusal(
      'invalid',
      'casework.wrong_moment',
      {
        vi: 'Thời điểm tiếp nhận không có thật. Hãy chọn lại ngày và giờ.',
        en: 'The moment of reception is none. Choose day and hour again.',
      },
      { text },
    ),
  sameVersion: (no: number) =>
    refusal(
      'invalid',
      'casework.same_version',
      {
        vi: 'Bản chuyển đi và bản chuyển đến là một. Hãy chọn hai bản khác nhau.',
        en: 'Both versions are the same. Choose two different ones.',
      },
      { no },
    ),
  notPublished: (no: number) =>
    refusal(
      'conflict',
      'casework.not_published',
      {
        vi: `Bản ${no} chưa được ban hành nên không có hồ sơ nào chạy trên đó. Hãy chọn bản đã ban hành.`,
        en: `Version ${no} is not published, so no case runs on it. Choose a published one.`,
      },
      { no },
    ),
  noSuchStep: (key: string) =>
    refusal(
      'invalid',
      'casework.no_step',
      {
        vi: `Bản chuyển đến không có bước "${key}". Hãy chọn lại bước tương ứng.`,
        en: `The target version has no step "${key}". Choose the step again.`,
      },
      { key },
    ),
  noSuchMigration: (id: number) =>
    refusal(
      'not_found',
      'casework.no_migration',
      {
        vi: 'Không có kế hoạch chuyển hồ sơ này. Hãy tải lại trang.',
        en: 'There is no such move of cases. Load the page again.',
      },
      { id },
    ),
  migrationAction: (action: string) =>
    refusal(
      'conflict',
      'casework.migration_action',
      {
        vi: 'Không làm được việc này với kế hoạch chuyển hồ sơ lúc này. Người lập không tự duyệt; đã bắt đầu chuyển thì không bỏ được.',
        en: 'This cannot be done to the move of cases now. Its planner does not approve it; one that has begun cannot be dropped.',
      },
      { action },
    ),
  noSuchProcess: (id: number) =>
    refusal(
      'not_found',
      'casework.no_process',
      {
        vi: 'Không có quy trình này. Hãy tải lại danh sách quy trình.',
        en: 'There is no such process. Load the list of processes again.',
      },
      { id },
    ),
  noSuchVersion: (id: number, no: number) =>
    refusal(
      'not_found',
      'casework.no_version',
      {
        vi: 'Không có phiên bản này của quy trình. Hãy tải lại danh sách phiên bản.',
        en: 'The process has no such version. Load the list of versions again.',
      },
      { id, no },
    ),
  noSuchSubject: (subject: string) =>
    refusal(
      'not_found',
      'casework.no_subject',
      {
        vi: `Không có thủ tục ${subject} đang có hiệu lực. Hãy kiểm tra lại mã thủ tục.`,
        en: `There is no procedure ${subject} in force. Check its code.`,
      },
      { subject },
    ),
  processNeedsName: () =>
    refusal('invalid', 'casework.process_needs_name', {
      vi: 'Quy trình chung không gắn thủ tục nào nên phải có tên. Hãy đặt tên.',
      en: 'A general process belongs to no procedure, so it needs a name. Give it one.',
    }),
  versionMoved: (no: number) =>
    refusal(
      'conflict',
      'casework.version_moved',
      {
        vi: `Phiên bản ${no} đã được người khác thay đổi sau khi bạn mở. Hãy tải lại; nội dung bạn gõ vẫn còn trên máy này.`,
        en: `Someone changed version ${no} after you opened it. Load it again; what you typed is still on this machine.`,
      },
      { no },
    ),
  versionActionNotAllowed: (action: string, state: string) =>
    refusal(
      'conflict',
      'casework.version_action',
      {
        vi: 'Không làm được việc này với phiên bản ở trạng thái hiện tại. Người đã soạn không tự ban hành; bản đã ban hành không sửa mà lập bản mới.',
        en: 'This cannot be done to the version as it stands. Its authors do not publish it; what is published is not edited, start a new version instead.',
      },
      { action, state },
    ),
  notPublishable: (problems: readonly Problem[]) =>
    refusal(
      'invalid',
      'casework.not_publishable',
      {
        vi: `Chưa trình hoặc ban hành được: ${problems.map(({ vi }) => vi).join(' ')}`.slice(0, 2_000),
        en: `It cannot be submitted or published yet: ${problems.map(({ en }) => en).join(' ')}`.slice(
          0,
          2_000,
        ),
      },
      { problems },
    ),
  wrongDecisionDate: (decisionDate: string, validFrom: string) =>
    refusal(
      'invalid',
      'casework.decision_date',
      {
        vi: 'Ngày quyết định phải là một ngày có thật, không sau ngày có hiệu lực. Hãy sửa lại ngày.',
        en: 'The date of the decision must be a real day, not after the day from which it holds. Mend the dates.',
      },
      { decisionDate, validFrom },
    ),
  validTooEarly: (day: string, earliest: string) =>
    refusal(
      'invalid',
      'casework.valid_too_early',
      {
        vi: `Ngày có hiệu lực hoặc hết hiệu lực phải từ ${formatDay(earliest)} trở đi: hồ sơ đã tiếp nhận trước đó giữ quy trình của mình.`,
        en: `The day must be ${formatDay(earliest)} or later: cases received before keep the process they have.`,
      },
      { day, earliest },
    ),
}
