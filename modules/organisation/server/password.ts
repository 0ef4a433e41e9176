import { randomInt } from 'node:crypto'
import { hash, verify, type Options } from '@node-rs/argon2'
import { passwordMaxLength, passwordMinLength } from '../contract.ts'
import { organisationErrors } from './errors.ts'

/** What one guess costs. `owasp` is the recommended argon2id setting; `cheap` is for tests and the demo city. */
export type PasswordCost = 'owasp' | 'cheap'

const COSTS: Record<PasswordCost, Options> = {
  owasp: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  cheap: { memoryCost: 64, timeCost: 1, parallelism: 1 },
}

/** The password of every account of the demo city. */
export const demoPassword = 'thanglong2023'

/** The demo hash carries this salt and no other hash can, so it is found without trying the password. */
const DEMO_SALT = Buffer.from('thang-long-demo!')

/** What a stored demo hash contains between its parameters and its digest. */
export const demoHashMark = `$${DEMO_SALT.toString('base64').replace(/=+$/, '')}$`

/** One hash shared by all demo accounts, so that thousands are seeded in a moment. */
export function demoPasswordHash(cost: PasswordCost = 'owasp'): Promise<string> {
  return hash(demoPassword, { ...COSTS[cost], salt: DEMO_SALT })
}

export type Passwords = {
  hash(password: string): Promise<string>
  /** Takes equally long when there is no account: an unknown login must not answer sooner. */
  matches(password: string, stored: string | undefined): Promise<boolean>
}

export function passwordHasher(cost: PasswordCost): Passwords {
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => hash(asTyped(password), COSTS[cost]),
    async matches(password, stored) {
      nobody ??= hash(demoPassword, COSTS[cost])
      const matched = await verify(stored ?? (await nobody), asTyped(password))
      return matched && stored !== undefined
    },
  }
}

/** The same password whether the keyboard sent composed or decomposed letters; bounded so that hashing stays cheap. */
function asTyped(password: string): string {
  return password.normalize('NFKC').slice(0, 1000)
}

export function requireStrongPassword(password: string, login: string) {
  const typed = asTyped(password)
  const lower = typed.toLowerCase()
  const weak =
    typed.length < passwordMinLength ||
    typed.length > passwordMaxLength ||
    new Set(lower).size < 5 ||
    lower.includes(login) ||
    lower === demoPassword
  if (weak) throw organisationErrors.weakPassword()
}

/** No letters or digits that look alike, because it is read from a slip of paper. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four: 79 bits, easy to read aloud. */
export function newOneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
