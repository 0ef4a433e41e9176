import type { FastifyError } from 'fastify'
import { isConnectionLost, sqlState } from './database.ts'
import { AppError, refusal, type ErrorKind } from './errors.ts'

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
}

/** The one place where a refusal becomes an HTTP status. */
export function statusOf(error: AppError): number {
  if (error.code === 'platform.bug') return 500
  if (error.code === 'platform.sign_in_needed') return 401
  if (error.code === 'platform.too_large') return 413
  if (typeof error.facts.retryAfterSeconds === 'number' && error.kind === 'forbidden') return 429
  return STATUS[error.kind]
}

/** What was thrown, as a refusal that people may read; undefined for a bug. */
export function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  if (isConnectionLost(error)) return databaseLost()
  if (sqlState(error) === '53100') return databaseFull()
  if (isNulRefused(error)) return nulCharacter()
  if (!(error instanceof Error)) return undefined
  if (isSpoken(error)) return refusal(error.kind, error.code, error, error.facts)
  const { validation, code, statusCode } = error as FastifyError
  if (validation)
    return invalidInput(
      validation.map((one) => ({
        at: `${one.instancePath}${'missingProperty' in one.params ? `/${String(one.params.missingProperty)}` : ''}`,
        problem: one.message ?? one.keyword,
      })),
    )
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge()
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return invalidInput([{ at: '', problem: error.message }])
  return undefined
}

/** The database keeps any character but the one of code 0, which nobody types. */
function isNulRefused(error: unknown): boolean {
  const state = sqlState(error)
  return state === '22021' || state === '22P05'
}

type Spoken = Error & {
  kind: ErrorKind
  code: string
  vi: string
  en: string
  facts: Record<string, unknown>
}

/** A refusal thrown by pure code, which may not know the platform's own class. */
function isSpoken(error: Error): error is Spoken {
  return (
    'kind' in error &&
    typeof error.kind === 'string' &&
    error.kind in STATUS &&
    'code' in error &&
    'vi' in error &&
    'en' in error &&
    'facts' in error
  )
}

export function foreignOrigin() {
  return refusal('forbidden', 'platform.foreign_origin', {
    vi: 'Yêu cầu đến từ một trang khác nên bị từ chối. Hãy mở lại trang này rồi thao tác từ đây.',
    en: 'The request came from another site and was refused. Open this site again and act from here.',
  })
}

function invalidInput(problems: { at: string; problem: string }[]) {
  return refusal(
    'invalid',
    'platform.invalid_input',
    {
      vi: `Dữ liệu gửi lên chưa đúng: ${problems.map((one) => `${one.at || 'yêu cầu'} ${one.problem}`).join('; ')}. Hãy sửa các trường này rồi gửi lại.`,
      en: `The input is not valid: ${problems.map((one) => `${one.at || 'request'} ${one.problem}`).join('; ')}. Mend these fields and send again.`,
    },
    { problems },
  )
}

function nulCharacter() {
  return refusal('invalid', 'platform.nul_character', {
    vi: 'Nội dung gửi lên có ký tự rỗng (mã 0) không lưu được. Hãy xóa ký tự đó hoặc gõ lại nội dung.',
    en: 'What was sent holds the character of code 0, which cannot be kept. Remove it or type the text again.',
  })
}

function tooLarge() {
  return refusal('invalid', 'platform.too_large', {
    vi: 'Dữ liệu gửi lên vượt quá giới hạn. Hãy giảm kích thước hoặc chia nhỏ rồi gửi lại.',
    en: 'The request is larger than the limit. Make it smaller or split it and send again.',
  })
}

export function tooMany(milliseconds: number) {
  const seconds = Math.ceil(milliseconds / 1000)
  return refusal(
    'forbidden',
    'platform.too_many_requests',
    {
      vi: `Bạn đã gửi quá nhiều yêu cầu. Hãy thử lại sau ${seconds} giây.`,
      en: `Too many requests. Try again in ${seconds} seconds.`,
    },
    { retryAfterSeconds: seconds },
  )
}

function databaseLost() {
  return refusal('unavailable', 'platform.database_lost', {
    vi: 'Mất kết nối tới cơ sở dữ liệu. Việc vừa gửi có thể chưa được ghi; hãy gửi lại, hệ thống sẽ không ghi hai lần.',
    en: 'The connection to the database was lost. What you sent may not be written; send it again, it will not be written twice.',
  })
}

function databaseFull() {
  return refusal('unavailable', 'platform.disk_full', {
    vi: 'Ổ đĩa của cơ sở dữ liệu đã đầy nên việc vừa gửi chưa được ghi. Những gì đã ghi trước đó còn nguyên; hãy báo người quản trị giải phóng ổ đĩa rồi gửi lại.',
    en: 'The disk of the database is full, so what you sent was not written. All written before is intact; ask the operator to free space, then send again.',
  })
}

export function notFound(url: string) {
  return refusal(
    'not_found',
    'platform.no_such_page',
    {
      vi: 'Không có trang này. Hãy kiểm tra địa chỉ hoặc quay về trang chủ.',
      en: 'There is no such page. Check the address or go back to the start.',
    },
    { url },
  )
}

export function forbidden() {
  return refusal('forbidden', 'platform.forbidden', {
    vi: 'Vị trí công tác của bạn không có quyền làm việc này. Hãy hỏi người quản trị của đơn vị.',
    en: 'Your post does not carry the right to do this. Ask the administrator of your unit.',
  })
}

export function signInNeeded() {
  return refusal('forbidden', 'platform.sign_in_needed', {
    vi: 'Cần đăng nhập trước. Phiên làm việc có thể đã hết hạn; hãy đăng nhập lại.',
    en: 'Sign in first. Your session may have ended; sign in again.',
  })
}

export function bug() {
  return refusal('unavailable', 'platform.bug', {
    vi: 'Hệ thống gặp lỗi ngoài dự kiến và đã ghi lại. Hãy thử lại; nếu vẫn lỗi, báo mã yêu cầu cho người quản trị.',
    en: 'Something unexpected failed and was recorded. Try again; if it goes on, give the request id to the administrator.',
  })
}
