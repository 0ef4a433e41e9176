import { resolve } from 'node:path'
import { refusal } from './errors.ts'

/** Everything a deployment may set, read once from the environment and checked before anything starts. */
export type Config = {
  host: string
  port: number
  /** The address people see, without a trailing slash; printed in QR codes. */
  publicUrl: string
  dataFolder: string
  filesFolder: string
  /** Absent: the embedded PostgreSQL in `dataFolder` is used. */
  databaseUrl: string | undefined
  databasePool: number
  demo: boolean
  timeZone: string
  logLevel: string
  maxUploadBytes: number
  maxBodyBytes: number
  /** GeoJSON or TopoJSON with real boundaries for the wall; absent: the schematic map. */
  boundariesFile: string | undefined
  metricsToken: string | undefined
  /** Cookies carry `Secure` when people come by https. */
  secureCookies: boolean
  /** Seconds of a simulated working day that pass in one real second; 0: no simulated day. */
  simulateSpeed: number
  /** Dossiers that come in on the demo's simulated day. */
  simulateDossiers: number
  /** Where e-mail goes out and who it is from; absent: no e-mail is sent. */
  mail: { url: string; from: string } | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

export function loadConfig(env: Environment = process.env): Config {
  const problems: string[] = []
  const number = (name: string, fallback: number, low: number, high: number) => {
    const text = env[name]?.trim()
    if (!text) return fallback
    const value = Number(text)
    if (Number.isInteger(value) && value >= low && value <= high) return value
    problems.push(`${name}=${text} must be a whole number from ${low} to ${high}`)
    return fallback
  }
  const flag = (name: string, fallback: boolean) => {
    const text = env[name]?.trim()
    if (!text) return fallback
    if (['1', 'true', 'yes'].includes(text)) return true
    if (['0', 'false', 'no'].includes(text)) return false
    problems.push(`${name}=${text} must be 1 or 0`)
    return fallback
  }

  const host = env.HOST?.trim() || '127.0.0.1'
  const port = number('PORT', 8080, 0, 65535)
  const dataFolder = resolve(env.THANGLONG_DATA?.trim() || '.data')
  const timeZone = env.CITY_TIME_ZONE?.trim() || 'Asia/Ho_Chi_Minh'
  if (!isTimeZone(timeZone)) problems.push(`CITY_TIME_ZONE=${timeZone} is not a known time zone`)
  const databaseUrl = env.DATABASE_URL?.trim() || undefined
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://')
  }
  const publicUrl = (
    env.PUBLIC_URL?.trim() || `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`
  ).replace(/\/+$/, '')
  if (!URL.canParse(publicUrl)) problems.push(`PUBLIC_URL=${publicUrl} is not an address`)

  const config: Config = {
    host,
    port,
    publicUrl,
    dataFolder,
    filesFolder: resolve(env.THANGLONG_FILES?.trim() || `${dataFolder}/files`),
    databaseUrl,
    databasePool: number('DATABASE_POOL', 12, 2, 200),
    demo: flag('THANGLONG_DEMO', true),
    timeZone,
    logLevel: env.LOG_LEVEL?.trim() || 'info',
    maxUploadBytes: number('MAX_UPLOAD_BYTES', 25 * 1024 * 1024, 1024, 2 ** 31 - 1),
    maxBodyBytes: number('MAX_BODY_BYTES', 1024 * 1024, 1024, 64 * 1024 * 1024),
    boundariesFile: env.BOUNDARIES_FILE?.trim() || undefined,
    metricsToken: env.METRICS_TOKEN?.trim() || undefined,
    secureCookies: publicUrl.startsWith('https:'),
    simulateSpeed: number('SIMULATE_SPEED', 60, 0, 10_000),
    simulateDossiers: number('SIMULATE_DOSSIERS', 2_000, 1, 100_000),
    mail: mailIn(env, problems),
  }
  if (!['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(config.logLevel)) {
    problems.push(
      `LOG_LEVEL=${config.logLevel} must be one of trace, debug, info, warn, error, fatal, silent`,
    )
  }
  if (problems.length > 0) {
    throw refusal(
      'invalid',
      'platform.config',
      {
        vi: `Cấu hình chưa đúng, hãy sửa rồi chạy lại:\n- ${problems.join('\n- ')}`,
        en: `The configuration is wrong; mend it and start again:\n- ${problems.join('\n- ')}`,
      },
      { problems },
    )
  }
  return config
}

function mailIn(env: Environment, problems: string[]): Config['mail'] {
  const url = env.SMTP_URL?.trim()
  const from = env.SMTP_FROM?.trim()
  if (!url) return undefined
  if (!/^smtps?:\/\/[^/]/.test(url) || !URL.canParse(url))
    problems.push('SMTP_URL must be smtp://[user:password@]host:port or smtps://…')
  if (from === undefined || !/^[^\s@<>]+@[^\s@<>]+$/.test(from))
    problems.push('SMTP_FROM must be the address e-mail is sent from, such as motcua@city.gov.vn')
  return { url, from: from ?? '' }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
