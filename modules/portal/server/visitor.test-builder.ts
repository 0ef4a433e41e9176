import { createHttpServer } from '#platform/http-server.ts'
import { createLog } from '#platform/log.ts'
import type { Portal } from './index.ts'

export type Page = {
  status: number
  html: string
  location: string
  headers: Record<string, unknown>
  body: Buffer
}
export type Attached = { field: string; filename: string; type: string; content: Buffer }

const boundary = 'ranh-gioi-cua-bieu-mau'

/** For tests: a city's portal behind HTTP, and browsers with a cookie jar each. */
export async function openPortal(portal: Portal) {
  const app = await createHttpServer({
    routes: portal.routes,
    log: createLog('silent'),
    officerOf: async () => undefined,
    citizenOf: (cookies) => portal.citizenOf(cookies),
    may: () => false,
    now: () => new Date(0),
    maxBodyBytes: 1_000_000,
    maxUploadBytes: 5_000_000,
    secureCookies: false,
    metricsToken: undefined,
    errorPage: portal.errorPage,
  })
  return { close: () => app.close(), visitor: () => visitorOf(app) }
}

function visitorOf(app: Awaited<ReturnType<typeof createHttpServer>>) {
  const jar = new Map<string, string>()

  async function ask(
    method: 'GET' | 'POST',
    url: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value } of response.cookies) {
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const { statusCode: status, body: html, rawPayload: body } = response
    return {
      status,
      html,
      body,
      headers: response.headers,
      location: String(response.headers.location ?? '').split('#')[0] ?? '',
    }
  }

  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
  const get = (url: string) => ask('GET', url)
  const post = (url: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    ask('POST', url, form(fields), { 'content-type': 'application/x-www-form-urlencoded', ...headers })
  const upload = (url: string, fields: Record<string, string>, files: readonly Attached[] = []) =>
    ask('POST', url, multipart(fields, files), {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    })
  return { jar, get, post, upload }
}

export type Visitor = ReturnType<typeof visitorOf>

function multipart(fields: Record<string, string>, files: readonly Attached[]): Buffer {
  const pieces: Buffer[] = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  for (const { field, filename, type, content } of files) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${filename}"\r\ncontent-type: ${type}\r\n\r\n`
    pieces.push(Buffer.from(head), content, Buffer.from('\r\n'))
  }
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
}

/** One white dot. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsdo3nAAAAABJRU5ErkJggg==',
  'base64',
)

/** Answers every step of a birth registration, up to the last page; says where that is. */
export async function fillIn(
  visitor: Visitor,
  code: string,
  unitId: number,
  answers: Record<string, string> = {},
): Promise<string> {
  const { location } = await visitor.post(`/nop-ho-so/${code}`)
  const at = location.replace(/\/noi-nop$/, '')
  const owner = {
    kind: 'citizen',
    fullName: 'Nguyễn Thị Thử',
    identityNumber: '999190000123',
    dateOfBirth: '5/3/1990',
    phone: '0900 000 012',
    email: '',
    address: 'Số 5 phố Hoa Sữa',
  }
  const typed = Object.fromEntries(
    Object.entries(owner).map(([name, value]) => [`owner.${name}`, answers[name] ?? value]),
  )
  await visitor.post(`${at}/noi-nop`, { unitId: String(unitId), forWhom: 'self', go: 'next' })
  await visitor.post(`${at}/nguoi-nop`, { ...typed, go: 'next' })
  const { html } = await visitor.get(`${at}/to-khai`)
  await visitor.post(`${at}/to-khai`, { ...formAnswers(html), go: 'next' })
  await visitor.upload(
    `${at}/giay-to`,
    { ...paperAnswers((await visitor.get(`${at}/giay-to`)).html), delivery: 'online', go: 'next' },
    [],
  )
  return `${at}/xem-lai`
}

/** Something right for every field a page asks for. */
function formAnswers(html: string): Record<string, string> {
  const fields = [...html.matchAll(/<(?:input|textarea)[^>]* name="(form\.[^"]+)"[^>]*>/g)].map(
    ([tag, name = '']): [string, string] => [
      name,
      /inputMode="numeric"|inputmode="numeric"/.test(tag)
        ? '1/11/2023'
        : /inputmode="decimal"/i.test(tag)
          ? '1'
          : 'Phạm Gia Bảo',
    ],
  )
  const lists = [...html.matchAll(/<select[^>]* name="(form\.[^"]+)"[^>]*>.*?<option value="([^"]+)"/gs)].map(
    ([, name = '', value = '']): [string, string] => [name, value],
  )
  return Object.fromEntries([...fields, ...lists])
}

/** Every paper is brought later. */
function paperAnswers(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/name="(how\.[^"]+)"/g)].map(([, name = '']) => [name, 'paper']),
  )
}
