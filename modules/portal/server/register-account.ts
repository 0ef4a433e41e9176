import { newToken } from '#platform/ids.ts'
import { nobody, type Problem } from '../contract.ts'
import { insertAccount } from './account-store.ts'
import { limitAttempts } from './limit-attempts.ts'
import type { Parts } from './parts.ts'
import { isWeakPassword, type Passwords } from './passwords.ts'
import { loginAsTyped } from './sessions.ts'

type Typed = { login: string; fullName: string; password: string; again: string }

/** Opens an account, or says everything that is wrong with what was typed. Errors: `portal.too_many_attempts`. */
export async function registerAccount(
  { db, clock }: Pick<Parts, 'db' | 'clock'>,
  passwords: Passwords,
  typed: Typed,
  ip: string,
): Promise<{ accountId: string } | { problems: Problem[] }> {
  const login = loginAsTyped(typed.login)
  const fullName = typed.fullName.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  const problems = wrongIn({ ...typed, login, fullName })
  if (problems.length > 0) return { problems }
  await limitAttempts(db, clock.now(), [['register', ip]])
  const id = newToken(12)
  const passwordHash = await passwords.hash(typed.password)
  const person = { ...nobody, fullName, email: login.includes('@') ? login : '' }
  if (await insertAccount(db, { id, login, passwordHash, person, createdAt: clock.now() }))
    return { accountId: id }
  return { problems: [taken] }
}

function wrongIn({ login, fullName, password, again }: Typed): Problem[] {
  const problems: Problem[] = []
  const wrong = (field: keyof Typed, vi: string, en: string) => problems.push({ field, vi, en })
  if (fullName.length < 2 || fullName.length > 120 || /[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>{}]/u.test(fullName))
    wrong(
      'fullName',
      'Họ và tên cần từ 2 đến 120 ký tự, chỉ gồm chữ cái',
      'The full name needs 2 to 120 characters, letters only',
    )
  if (!/^[a-z0-9][a-z0-9._@+-]{3,59}$/.test(login))
    wrong(
      'login',
      'Tên đăng nhập cần 4 đến 60 ký tự: chữ không dấu, số, dấu chấm, gạch ngang',
      'The login needs 4 to 60 characters: plain letters, digits, dots, hyphens',
    )
  if (isWeakPassword(password, login))
    wrong(
      'password',
      'Mật khẩu dễ đoán: cần ít nhất 10 ký tự, đủ khác nhau và không chứa tên đăng nhập',
      'The password is easy to guess: at least 10 characters, varied, and without the login',
    )
  else if (password !== again)
    wrong('again', 'Hai lần gõ mật khẩu không giống nhau', 'The two passwords are not the same')
  return problems
}

const taken: Problem = {
  field: 'login',
  vi: 'Tên đăng nhập này đã có người dùng. Hãy chọn tên khác',
  en: 'This login is taken. Choose another',
}
