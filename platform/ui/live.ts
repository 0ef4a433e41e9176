import { useEffect, useRef, useState } from 'react'

type Handler = (data: unknown) => void

const firstWait = 500
const longestWait = 5_000

/**
 * Listens to a stream of server-sent events, and comes back by itself within five seconds when the line
 * or the server was away. `onGap` runs after such a gap: what was missed must be read again.
 * Whoever listens to the same path shares one connection: browsers open only six to a server.
 */
export function useLive(
  path: string,
  handlers: Readonly<Record<string, Handler>>,
  onGap?: () => void,
): { connected: boolean } {
  const [connected, setConnected] = useState(false)
  const latest = useRef({ handlers, onGap })
  useEffect(() => {
    latest.current = { handlers, onGap }
  })
  const names = Object.keys(handlers).join(' ')

  useEffect(
    () =>
      join(path, {
        names: names.split(' '),
        hear: (name, data) => latest.current.handlers[name]?.(data),
        setConnected,
        onGap: () => latest.current.onGap?.(),
      }),
    [path, names],
  )

  return { connected }
}

type Listener = {
  names: readonly string[]
  hear(name: string, data: unknown): void
  setConnected(connected: boolean): void
  onGap(): void
}
type Stream = {
  listeners: Set<Listener>
  listenFor(names: readonly string[]): void
  isOpen(): boolean
  close(): void
}

const streams = new Map<string, Stream>()

function join(path: string, listener: Listener): () => void {
  const stream = streams.get(path) ?? openStream(path)
  streams.set(path, stream)
  stream.listeners.add(listener)
  stream.listenFor(listener.names)
  listener.setConnected(stream.isOpen())
  return () => {
    stream.listeners.delete(listener)
    if (stream.listeners.size > 0) return
    stream.close()
    if (streams.get(path) === stream) streams.delete(path)
  }
}

function openStream(path: string): Stream {
  const listeners = new Set<Listener>()
  const names = new Set<string>()
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = firstWait
  let lostOnce = false

  connect()
  return {
    listeners,
    listenFor(wanted) {
      for (const name of wanted) {
        if (names.has(name)) continue
        names.add(name)
        if (source) listenOn(source, name)
      }
    },
    isOpen: () => source?.readyState === EventSource.OPEN,
    close() {
      clearTimeout(timer)
      source?.close()
    },
  }

  function connect() {
    const current = new EventSource(path)
    source = current
    current.addEventListener('open', () => {
      for (const { setConnected } of listeners) setConnected(true)
      wait = firstWait
      if (lostOnce) for (const { onGap } of listeners) onGap()
      lostOnce = false
    })
    current.addEventListener('error', () => {
      // The browser's own retry gives up on an error status; ours does not.
      current.close()
      for (const { setConnected } of listeners) setConnected(false)
      lostOnce = true
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, longestWait)
    })
    for (const name of names) listenOn(current, name)
  }

  function listenOn(current: EventSource, name: string) {
    current.addEventListener(name, (event) => {
      const data = readJson(event.data)
      if (data === undefined) return
      for (const listener of listeners) listener.hear(name, data)
    })
  }
}

function readJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
