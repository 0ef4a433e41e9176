import { type Finding, findingsByLine, type Tree } from './finding.ts'
import { isText } from './tree.ts'

// Identity numbers: 12 digits. Ours are made up and say so: they begin with 999, which no province has.
const identityNumber = /(?<![\d.\w-])(?!999)\d{12}(?![\d\w-]|\.\d)/g
// Mobile and landline numbers of ten digits. Ours hold 0000 after the prefix or begin with it.
const phoneNumber = /(?<![\d.\w])(?:0|\+84)(?:2\d|3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}(?!\d)/g
const email = /[\w.+-]+@(?:gmail|yahoo|outlook|hotmail|icloud)\.[a-z.]+/gi
const secrets = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/g,
  /\bnpm_[A-Za-z0-9]{30,}\b/g,
  /\beyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/g,
]

// A machine's own folders and a registry's address mean nothing to the next reader and break his checkout.
const machinePaths = [
  /(?<![\w.:/-])\/(?:work|root|tmp|mnt|media|Users)\/[\w.-]+/g,
  /(?<![\w.:/-])\/home\/[\w.-]+/g,
  /[A-Z]:\\\\?Users\\/g,
  /registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+/g,
  /https?:\/\/(?:localhost|127\.0\.0\.1):(?:4873|8081)\b/g,
]

export const privacyRules = ['no-personal-data', 'no-secrets', 'no-machine-paths']

export function checkPrivacy(tree: Tree): Finding[] {
  return tree.files.filter(isText).flatMap((file) => {
    if (file === 'package-lock.json') return lockFile(tree.read(file))
    if (file === 'checks/privacy.ts') return []
    const text = tree.read(file)
    return [
      ...findingsByLine(
        'no-personal-data',
        file,
        text,
        identityNumber,
        (match) => `${match} reads like an identity number; made-up ones begin with 999`,
      ),
      ...findingsByLine(
        'no-personal-data',
        file,
        text,
        phoneNumber,
        (match) => `${match} reads like a telephone number; made-up ones hold 0000`,
      ).filter((finding) => !/0000/.test(finding.message.split(' ')[0] ?? '')),
      ...findingsByLine(
        'no-personal-data',
        file,
        text,
        email,
        (match) => `${match} reads like somebody's address; use example.vn`,
      ),
      ...secrets.flatMap((pattern) =>
        findingsByLine('no-secrets', file, text, pattern, () => 'a secret never stands in the source'),
      ),
      ...machinePaths.flatMap((pattern) =>
        findingsByLine(
          'no-machine-paths',
          file,
          text,
          pattern,
          (match) => `${match} exists on one machine only`,
        ),
      ),
    ]
  })
}

/** Addresses in the lock file tie every checkout to one registry; versions and hashes are enough. */
function lockFile(text: string): Finding[] {
  const pattern = /"resolved": "https?:\/\/(?!registry\.npmjs\.org\/)[^"]+"/g
  return findingsByLine(
    'no-machine-paths',
    'package-lock.json',
    text,
    pattern,
    (match) => `${match} is a private address`,
  )
}
