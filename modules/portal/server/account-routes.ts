import { Type } from 'typebox'
import { demoPassword } from '#modules/organisation/server/index.ts'
import type { Preferences } from '#modules/notifications/contract.ts'
import { route, type AnyRoute } from '#platform/http-route.ts'
import { citizenCookie, draftCookie, nobody, type Problem } from '../contract.ts'
import { AccountPage, doneWords, RegisterPage, SignInPage } from '../web/account-pages.tsx'
import { SignedOutPage } from '../web/message-pages.tsx'
import { setPerson } from './account-store.ts'
import { listOpenDrafts } from './drafts.ts'
import { openDraftsShown } from './draft-shown.ts'
import { noticeRoutes, noticesOf } from './notice-routes.ts'
import type { Parts } from './parts.ts'
import type { Passwords } from './passwords.ts'
import { readPerson } from './read-person.ts'
import { registerAccount } from './register-account.ts'
import {
  deviceOf,
  hashToken,
  longestSessionMs,
  signIn,
  signOut,
  startSession,
  tokenHashOf,
} from './sessions.ts'
import { listSessions, revokeOtherSessions } from './session-store.ts'
import { frameOf, ownPath, show, textsOf, type Caller } from './visit.ts'
import { checkPerson } from './check-person.ts'
import { dayIn } from './city-day.ts'

const AnyForm = Type.Record(Type.String(), Type.Unknown())
const HOME = '/tai-khoan'

type Signing = Caller & { ip: string; headers: Readonly<Record<string, string | string[] | undefined>> }

/** Accounts: open one, sign in and out, and everything a citizen keeps here. */
export function accountRoutes(parts: Parts, passwords: Passwords): AnyRoute[] {
  const { db, clock, config, dossiers } = parts
  const demo = config.demo ? { logins: 'congdan1 … congdan12', password: demoPassword } : undefined

  function showSignIn(caller: Caller, back: string, login = '', problems: Problem[] = []) {
    const frame = frameOf(parts, caller, `/dang-nhap?ve=${encodeURIComponent(back)}`)
    show(caller, SignInPage, { frame, problems, login, back, demo }, problems.length > 0 ? 400 : 200)
  }

  async function enter({ reply }: Pick<SigningReply, 'reply'>, token: string, back: string) {
    reply.cookie(citizenCookie, token, { maxAge: longestSessionMs / 1000 })
    reply.clearCookie(draftCookie)
    reply.redirect(back)
  }

  async function showAccount(
    caller: Caller,
    problems: Problem[] = [],
    typed = caller.citizen?.person ?? nobody,
    wish?: Preferences,
  ) {
    const { citizen, cookies } = caller
    if (!citizen) return
    const now = clock.now()
    const here = tokenHashOf(cookies[citizenCookie])
    const [own, drafts, sessions, notices] = await Promise.all([
      dossiers.listOwned(citizen.id),
      listOpenDrafts(parts, { account: citizen.id }),
      listSessions(db, citizen.id, now),
      noticesOf(parts, citizen.id, caller.query, wish),
    ])
    const done = textsOf(caller.query)('xong')
    show(
      caller,
      AccountPage,
      {
        frame: frameOf(parts, caller, HOME),
        problems,
        person: typed,
        dossiers: own,
        drafts: openDraftsShown(drafts),
        sessions: sessions.map(({ tokenHash, createdAt, lastSeenAt, userAgent }) => ({
          current: here?.equals(tokenHash) ?? false,
          createdAt,
          lastSeenAt,
          device: deviceOf(userAgent),
        })),
        notices,
        done: doneWords.find((word) => word === done),
      },
      problems.length > 0 ? 400 : 200,
    )
  }

  return [
    ...noticeRoutes(parts, (caller, problems, wish) => showAccount(caller, problems, undefined, wish)),
    route({
      method: 'GET',
      path: '/dang-nhap',
      access: 'public',
      html: true,
      summary: 'Sign-in page of citizens.',
      handle(context) {
        const back = ownPath(textsOf(context.query)('ve'), HOME)
        if (context.citizen) return context.reply.redirect(back)
        return showSignIn(context, back)
      },
    }),
    route({
      method: 'POST',
      path: '/dang-nhap',
      access: 'public',
      html: true,
      summary: 'Signs a citizen in.',
      body: AnyForm,
      perMinute: 60,
      async handle(context) {
        const text = textsOf(context.body)
        const back = ownPath(text('ve'), HOME)
        const typed = { login: text('login').slice(0, 1000), password: text('password').slice(0, 1000) }
        const token = await signIn(
          parts,
          passwords,
          typed,
          visitOf(context),
          tokenHashOf(context.cookies[draftCookie]),
        )
        if (token) return enter(context, token, back)
        return showSignIn(context, back, typed.login, [wrongPassword])
      },
    }),
    route({
      method: 'GET',
      path: '/dang-ky',
      access: 'public',
      html: true,
      summary: 'Page to open an account.',
      handle(context) {
        const back = ownPath(textsOf(context.query)('ve'), HOME)
        const frame = frameOf(parts, context, `/dang-ky?ve=${encodeURIComponent(back)}`)
        show(context, RegisterPage, { frame, problems: [], typed: { login: '', fullName: '' }, back })
      },
    }),
    route({
      method: 'POST',
      path: '/dang-ky',
      access: 'public',
      html: true,
      summary: 'Opens an account and signs in.',
      body: AnyForm,
      perMinute: 20,
      async handle(context) {
        const text = textsOf(context.body)
        const back = ownPath(text('ve'), HOME)
        const typed = {
          login: text('login'),
          fullName: text('fullName'),
          password: text('password'),
          again: text('again'),
        }
        const made = await registerAccount(parts, passwords, typed, context.ip)
        if ('accountId' in made) {
          const token = await startSession(
            parts,
            made.accountId,
            visitOf(context),
            tokenHashOf(context.cookies[draftCookie]),
          )
          return enter(context, token, back)
        }
        const frame = frameOf(parts, context, `/dang-ky?ve=${encodeURIComponent(back)}`)
        return show(context, RegisterPage, { frame, problems: made.problems, typed, back }, 400)
      },
    }),
    route({
      method: 'POST',
      path: '/dang-xuat',
      access: 'public',
      html: true,
      summary: 'Ends the session.',
      async handle(context) {
        await signOut(parts, context.cookies)
        context.reply.clearCookie(citizenCookie)
        context.reply.redirect('/dang-xuat')
      },
    }),
    route({
      method: 'GET',
      path: '/dang-xuat',
      access: 'public',
      html: true,
      summary: 'Says that the session has ended.',
      handle(context) {
        if (context.citizen) return context.reply.redirect(HOME)
        return show(context, SignedOutPage, { frame: frameOf(parts, context, '/dang-xuat') })
      },
    }),
    route({
      method: 'GET',
      path: HOME,
      access: 'public',
      html: true,
      summary: 'Own dossiers, drafts, data and devices; leads to sign-in.',
      handle(context) {
        if (!context.citizen) return context.reply.redirect(`/dang-nhap?ve=${encodeURIComponent(HOME)}`)
        return showAccount(context)
      },
    }),
    route({
      method: 'POST',
      path: HOME,
      access: 'citizen',
      html: true,
      summary: 'Keeps the data a citizen reuses.',
      body: AnyForm,
      async handle(context) {
        const typed = readPerson(textsOf(context.body), 'person')
        const today = dayIn(config.timeZone, clock.now())
        const { problems } = checkPerson(typed, 'owner', today)
        const here = problems.map((problem) => ({
          ...problem,
          field: problem.field.replace('owner.', 'person.'),
        }))
        if (here.length > 0 || !context.citizen) return showAccount(context, here, typed)
        await setPerson(db, context.citizen.id, typed)
        return context.reply.redirect(`${HOME}?xong=person`)
      },
    }),
    route({
      method: 'POST',
      path: '/tai-khoan/thiet-bi-khac',
      access: 'citizen',
      html: true,
      summary: 'Signs out every other device.',
      async handle({ citizen, cookies, reply }) {
        const token = cookies[citizenCookie]
        if (citizen && token) await revokeOtherSessions(db, citizen.id, hashToken(token), clock.now())
        reply.redirect(`${HOME}?xong=sessions`)
      },
    }),
  ]
}

type SigningReply = {
  reply: Caller['reply'] & { clearCookie(name: string): void; redirect(path: string): void }
}

function visitOf({ ip, headers }: Pick<Signing, 'ip' | 'headers'>) {
  return { ip, userAgent: String(headers['user-agent'] ?? '') }
}

const wrongPassword: Problem = {
  field: 'login',
  vi: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra kiểu gõ và phím Caps Lock',
  en: 'The login or the password is wrong. Check the keyboard and Caps Lock',
}
