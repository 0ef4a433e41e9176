import { pino, type Logger } from 'pino'

export type Log = Logger

/** One JSON line per fact on stderr, so that stdout stays for what a person asked for. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['password', '*.password', 'secret', '*.secret'],
    },
    pino.destination({ fd: 2, sync: false }),
  )
}

export const silentLog: Log = pino({ level: 'silent' })
