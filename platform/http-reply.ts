import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Reply, SseStream } from './http-route.ts'

/** A route's answer in Fastify's terms; what it wants sent is kept in `answer` until the handler has ended. */
export function replyOf(
  options: { secureCookies: boolean },
  raw: FastifyReply,
  answer: { done: boolean; send?: () => unknown },
): Reply {
  return {
    status: (code) => void raw.code(code),
    header: (name, value) => void raw.header(name, value),
    cookie: (name, value, { maxAge, path = '/', httpOnly = true, sameSite = 'lax' } = {}) =>
      void raw.setCookie(name, value, {
        path,
        httpOnly,
        sameSite,
        secure: options.secureCookies,
        ...(maxAge === undefined ? {} : { maxAge }),
      }),
    clearCookie: (name) => void raw.clearCookie(name, { path: '/' }),
    redirect(path) {
      answer.send = () => raw.redirect(path, 303)
    },
    stream(body: Readable | Buffer, type: string) {
      answer.send = () => raw.type(type).send(body)
    },
    html(page) {
      answer.send = () => raw.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
    },
    sse() {
      answer.done = true
      return openSse(raw)
    },
  }
}

/** More than this waiting in a listener's socket means it has gone; it is cut and reconnects. */
const LISTENER_BACKLOG_BYTES = 1024 * 1024

function openSse(raw: FastifyReply): SseStream {
  raw.hijack()
  const response = raw.raw
  const listeners: (() => void)[] = []
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  response.write('retry: 2000\n\n')
  const beat = setInterval(() => response.write(': alive\n\n'), 20_000)
  response.on('close', () => {
    clearInterval(beat)
    for (const listener of listeners) listener()
  })
  return {
    send(event, data, id) {
      if (response.destroyed) return false
      if (response.writableLength > LISTENER_BACKLOG_BYTES) {
        response.destroy()
        return false
      }
      response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`)
      return true
    },
    get closed() {
      return response.destroyed
    },
    onClose: (listener) => void listeners.push(listener),
    close: () => void response.end(),
  }
}
