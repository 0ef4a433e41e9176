import { Type } from 'typebox'
import { AppError } from '#platform/errors.ts'
import { route, type AnyRoute } from '#platform/http-route.ts'
import { newToken } from '#platform/ids.ts'
import type { PublicDossier } from '#modules/dossiers/contract.ts'
import type { OwnerKey } from '#modules/dossiers/server/index.ts'
import type { Citizen, Problem } from '../contract.ts'
import { DossierPage, dossierAddress, doneWords, type DoneWord, type Waiting } from '../web/dossier-page.tsx'
import { LookUpPage } from '../web/look-up-page.tsx'
import { ReceiptPage } from '../web/receipt-page.tsx'
import { portalErrors } from './errors.ts'
import { assertBelowLimit, limitAttempts } from './limit-attempts.ts'
import type { Parts } from './parts.ts'
import { qrOf } from './qr-path.ts'
import { readSupplement } from './read-supplement.ts'
import { frameOf, show, textsOf, type Caller } from './visit.ts'

const CodeAt = Type.Object({ code: Type.String({ maxLength: 60 }) })
const FileAt = Type.Object({ ...CodeAt.properties, fileId: Type.String({ maxLength: 60 }) })
const AnyForm = Type.Record(Type.String(), Type.Unknown())
/** Papers of the office that the owner may print, by the address that names them. */
const printed = {
  'giay-tiep-nhan.pdf': '01',
  'phieu-bo-sung.pdf': '02',
  'phieu-tu-choi.pdf': '03',
  'van-ban-xin-loi.pdf': '04',
  'thong-bao-dung.pdf': '05',
} as const

type LookingUp = Caller & { ip: string; params: { code: string } }
type Key = { key: OwnerKey; secret: string | undefined }

/** Following a dossier by code and secret or by account, and what its owner may do to it. */
export function dossierRoutes(parts: Parts): AnyRoute[] {
  const { dossiers, db, clock, catalogue, notifications } = parts

  /** Wrong codes and wrong secrets answer the same, and an address that guesses is soon refused. */
  function openOwned(caller: Pick<LookingUp, 'ip' | 'params' | 'citizen'>, ma: string) {
    return openWith(caller, ma, dossiers.getOwned)
  }

  async function openWith<Found extends object>(
    { ip, params, citizen }: Pick<LookingUp, 'ip' | 'params' | 'citizen'>,
    ma: string,
    open: (code: string, key: OwnerKey) => Promise<Found>,
  ) {
    await assertBelowLimit(db, clock.now(), 'lookUp', ip)
    const own = keyOf(citizen, ma)
    try {
      if (!own) throw portalErrors.noSuchPaper()
      return { ...own, ...(await open(params.code, own.key)) }
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'not_found') throw error
      // Coming without a secret is asking for the form, not guessing.
      if (ma !== '') await limitAttempts(db, clock.now(), [['lookUp', ip]])
      return undefined
    }
  }

  function askAgain(caller: Caller, code: string, guessed: boolean) {
    const problems = guessed ? [wrongCodes] : []
    const frame = frameOf(parts, caller, `/ho-so?code=${encodeURIComponent(code)}`)
    show(caller, LookUpPage, { frame, code, problems }, guessed ? 404 : 200)
  }

  async function showDossier(
    caller: Caller,
    { view, secret }: { view: PublicDossier; secret: string | undefined },
    more: { problems?: Problem[]; note?: string; waiting?: Waiting[]; commandKey?: string } = {},
  ) {
    const { problems = [], note = '', waiting = [], commandKey = newToken(16) } = more
    const frame = frameOf(parts, caller, dossierAddress(view.code, secret))
    const done = textsOf(caller.query)('xong')
    const labels = view.faults.some((fault) => fault.field)
      ? await labelsOf(view.procedure.code, frame.lang)
      : new Map<string, string>()
    show(
      caller,
      DossierPage,
      {
        frame,
        dossier: view,
        secret,
        problems,
        commandKey,
        typed: { note, waiting },
        justDone: doneWords.find((word) => word === done),
        watched: caller.citizen && (await notifications.watches({ citizen: caller.citizen.id }, view.caseId)),
        labelOf: (field) => labels.get(field) ?? field,
      },
      problems.length > 0 ? 400 : 200,
    )
  }

  async function labelsOf(code: string, lang: 'vi' | 'en') {
    const { form } = await catalogue.getProcedure(code)
    return new Map((form ?? []).map((field) => [field.key, field[lang]]))
  }

  return [
    route({
      method: 'GET',
      path: '/da-nop/:code',
      access: 'public',
      html: true,
      summary: 'Receipt of a dossier just sent: codes, QR, files.',
      params: CodeAt,
      perMinute: 120,
      async handle(context) {
        const found = await openOwned(context, textsOf(context.query)('ma'))
        if (!found) return askAgain(context, context.params.code, true)
        const { view, secret } = found
        // An owner who came by account gets the secret from the receipt itself.
        const kept = secret ?? (await dossiers.getOwned(view.code, found.key)).secret
        const address = dossiers.lookUpUrl(view.code, kept)
        const frame = frameOf(
          parts,
          context,
          `/da-nop/${encodeURIComponent(view.code)}?ma=${encodeURIComponent(kept)}`,
        )
        const shown = {
          frame,
          dossier: view,
          secret: kept,
          address: dossierAddress(view.code, kept),
          qr: qrOf(address),
        }
        return show(context, ReceiptPage, shown)
      },
    }),
    route({
      method: 'GET',
      path: '/ho-so',
      access: 'public',
      html: true,
      summary: 'Asks for the code and the secret.',
      perMinute: 120,
      handle(context) {
        const text = textsOf(context.query)
        const code = text('code').trim().toUpperCase().slice(0, 60)
        const secret = text('ma').trim()
        if (code !== '' && secret !== '')
          return context.reply.redirect(dossierAddress(code, secret.slice(0, 60)))
        const problems =
          text('ma') === '' && code !== '' && context.headers.referer !== undefined ? [wrongCodes] : []
        const frame = frameOf(parts, context, '/ho-so')
        return show(context, LookUpPage, { frame, code, problems }, problems.length > 0 ? 400 : 200)
      },
    }),
    route({
      method: 'GET',
      path: '/ho-so/:code',
      access: 'public',
      html: true,
      summary: 'One dossier for its owner: status, explained clock, timeline, faults, results.',
      params: CodeAt,
      perMinute: 120,
      async handle(context) {
        const ma = textsOf(context.query)('ma')
        const found = await openOwned(context, ma)
        if (!found) return askAgain(context, context.params.code, ma !== '')
        return showDossier(context, found)
      },
    }),
    route({
      method: 'GET',
      path: '/ho-so/:code/trang-thai',
      access: 'public',
      html: false,
      summary: 'The version of a dossier, for pages that refresh themselves.',
      params: CodeAt,
      perMinute: 240,
      async handle(context) {
        const found = await openWith(context, textsOf(context.query)('ma'), dossiers.getOwnedVersion)
        if (!found) throw portalErrors.noSuchPage()
        return { version: found.version, status: found.status }
      },
    }),
    route({
      method: 'GET',
      path: '/ho-so/:code/tep/:fileId',
      access: 'public',
      html: true,
      summary: 'Downloads a file of the dossier.',
      params: FileAt,
      perMinute: 120,
      async handle(context) {
        const { params, reply } = context
        const found = await openOwned(context, textsOf(context.query)('ma'))
        if (!found?.view.files.some((file) => file.id === params.fileId)) throw portalErrors.noSuchPaper()
        await dossiers.sendOwnedFile(params.code, found.key, params.fileId, reply)
      },
    }),
    ...Object.entries(printed).map(([name, form]) =>
      route({
        method: 'GET',
        path: `/ho-so/:code/${name}`,
        access: 'public',
        html: true,
        summary: `Form ${form} of the dossier as PDF.`,
        params: CodeAt,
        perMinute: 30,
        async handle(context) {
          const found = await openOwned(context, textsOf(context.query)('ma'))
          if (!found) throw portalErrors.noSuchPaper()
          const pdf = await dossiers.printOwned(found.view.code, found.key, form)
          context.reply.header(
            'content-disposition',
            `inline; filename="${found.view.code.replace(/[^\w.-]/g, '')}-${name}"`,
          )
          context.reply.stream(pdf, 'application/pdf')
        },
      }),
    ),
    route({
      method: 'POST',
      path: '/ho-so/:code/bo-sung',
      access: 'public',
      html: true,
      summary: 'Supplies what was asked for: files and an explanation.',
      params: CodeAt,
      multipart: true,
      perMinute: 30,
      async handle(context) {
        const read = await readSupplement(parts, context.parts())
        const found = await openOwned(context, read.ma)
        if (!found) return askAgain(context, context.params.code, true)
        const again = { note: read.note, waiting: read.waiting, commandKey: read.commandKey }
        const empty = read.waiting.length === 0 && read.note.trim() === ''
        const problems = [...read.problems, ...(empty && read.problems.length === 0 ? [nothingSupplied] : [])]
        if (problems.length > 0) return showDossier(context, found, { ...again, problems })
        return act(
          context,
          found,
          again,
          () =>
            dossiers.supply(found.view.code, found.key, {
              version: read.version,
              commandKey: read.commandKey,
              files: read.waiting.map(({ token, componentId }) => ({ token, componentId })),
              ...(read.note.trim() ? { note: read.note.normalize('NFC').trim().slice(0, 2000) } : {}),
            }),
          'supplied',
        )
      },
    }),
    route({
      method: 'POST',
      path: '/ho-so/:code/rut',
      access: 'public',
      html: true,
      summary: 'Asks to withdraw the dossier.',
      params: CodeAt,
      body: AnyForm,
      perMinute: 30,
      async handle(context) {
        const text = textsOf(context.body)
        const found = await openOwned(context, text('ma'))
        if (!found) return askAgain(context, context.params.code, true)
        const step = {
          version: Math.trunc(Number(text('version'))) || 0,
          commandKey: keyText(text('commandKey')),
        }
        return act(context, found, {}, () => dossiers.withdraw(found.view.code, found.key, step), 'withdrawn')
      },
    }),
    route({
      method: 'POST',
      path: '/ho-so/:code/theo-doi',
      access: 'citizen',
      html: true,
      summary: 'Asks to be told when the due date moves, or no longer to be.',
      params: CodeAt,
      body: AnyForm,
      perMinute: 30,
      async handle(context) {
        const text = textsOf(context.body)
        const found = await openOwned(context, text('ma'))
        if (!found || !context.citizen) return askAgain(context, context.params.code, true)
        const { caseId, code, closedAt } = found.view
        const who = { citizen: context.citizen.id }
        const isOn = text('watched') === '1' && closedAt === null
        if (isOn) await notifications.watch(who, { caseId, code })
        else await notifications.unwatch(who, caseId)
        return context.reply.redirect(doneAddress(found, isOn ? 'watched' : 'unwatched'))
      },
    }),
  ]

  /** Does what the owner asks; a refusal comes back on the page as it stands now, with everything typed. */
  async function act(
    context: Caller & { reply: Caller['reply'] & { redirect(path: string): void } },
    found: Key & { view: PublicDossier },
    again: { note?: string; waiting?: Waiting[]; commandKey?: string },
    work: () => Promise<unknown>,
    done: 'supplied' | 'withdrawn',
  ) {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
      const { view } = await dossiers.getOwned(found.view.code, found.key)
      return showDossier(
        context,
        { view, secret: found.secret },
        { ...again, problems: [{ field: 'status', vi: error.vi, en: error.en }] },
      )
    }
    return context.reply.redirect(doneAddress(found, done))
  }
}

/** The page of a dossier that says what was just done. */
function doneAddress(found: { view: PublicDossier; secret: string | undefined }, done: DoneWord): string {
  const back = dossierAddress(found.view.code, found.secret)
  return `${back}${back.includes('?') ? '&' : '?'}xong=${done}`
}

/** The secret when one was given, else the account. */
function keyOf(citizen: Citizen | undefined, ma: string): Key | undefined {
  if (ma !== '') return { key: { secret: ma }, secret: ma }
  return citizen ? { key: { account: citizen.id }, secret: undefined } : undefined
}

function keyText(text: string): string {
  return /^[A-Za-z0-9._:-]{8,100}$/.test(text) ? text : newToken(16)
}

const wrongCodes: Problem = {
  field: 'code',
  vi: 'Không tìm thấy hồ sơ với hai mã này. Hãy đối chiếu từng ký tự với trang xác nhận hoặc giấy tiếp nhận',
  en: 'No dossier has these two codes. Compare each character with the page shown after sending or with the receipt',
}

const nothingSupplied: Problem = {
  field: 'note',
  vi: 'Chưa có gì để gửi. Hãy chọn tệp hoặc viết lời giải thích',
  en: 'There is nothing to send yet. Choose files or write an explanation',
}
