import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as its reader sees it. */
export type Received = { subject: string; text: string; raw: string }

/** A real mail server that keeps what it is sent, and refuses as it is told. */
export async function aMailServer() {
  const letters: Received[] = []
  const waiting = new Set<() => void>()
  let refusal: number | undefined
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_to, _session, callback) {
      if (refusal === undefined) return callback()
      return callback(Object.assign(new Error('refused by the test'), { responseCode: refusal }))
    },
    onData(stream, _session, callback) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        letters.push(readLetter(Buffer.concat(parts).toString('utf8')))
        for (const look of waiting) look()
        callback()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    /** The first letter that says this, as soon as it is here. */
    letterThatSays: (words: string) =>
      new Promise<Received>((resolve) => {
        function look() {
          const found = letters.find(({ text }) => text.includes(words))
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    refuse(code: number | undefined) {
      refusal = code
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function readLetter(raw: string): Received {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? ''
  const whole = body.join('\r\n\r\n')
  return {
    subject: subject.replaceAll(/\r\n[ \t]/g, ' ').replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?= ?/gi, unwrapped),
    text: /^Content-Transfer-Encoding: base64/im.test(head)
      ? Buffer.from(whole, 'base64').toString('utf8')
      : unquoted(whole),
    raw,
  }
}

function unwrapped(_: string, coding: string, text: string): string {
  return coding.toUpperCase() === 'B'
    ? Buffer.from(text, 'base64').toString('utf8')
    : unquoted(text.replaceAll('_', ' '))
}

/** Quoted-printable as text. */
function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
