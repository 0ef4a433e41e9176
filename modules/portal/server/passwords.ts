import { hash, verify, type Options } from '@node-rs/argon2'
import { passwordMaxLength, passwordMinLength } from '#modules/organisation/contract.ts'
import { demoPassword } from '#modules/organisation/server/index.ts'

/** The argon2id setting recommended for servers; its default algorithm is argon2id. */
const STRONG: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type Passwords = {
  hash(password: string): Promise<string>
  /** Takes equally long without an account: an unknown login must not answer sooner. */
  matches(password: string, stored: string | undefined): Promise<boolean>
}

/** Outside the demo city its well-known password opens nothing, even where its accounts are still there. */
export function passwords({ demo }: { demo: boolean }): Passwords {
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => hash(asTyped(password), STRONG),
    async matches(password, stored) {
      nobody ??= hash(demoPassword, STRONG)
      const matched = await verify(stored ?? (await nobody), asTyped(password))
      return matched && stored !== undefined && (demo || password !== demoPassword)
    },
  }
}

/** The same password whether the keyboard sent composed or decomposed letters; bounded so that hashing stays cheap. */
function asTyped(password: string): string {
  return password.normalize('NFKC').slice(0, 1000)
}

export function isWeakPassword(password: string, login: string): boolean {
  const lower = asTyped(password).toLowerCase()
  if (lower.length < passwordMinLength || lower.length > passwordMaxLength) return true
  return new Set(lower).size < 5 || (login !== '' && lower.includes(login)) || lower === demoPassword
}
