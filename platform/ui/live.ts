import { useEffect, useRef, useState } from 'react'

type Handler = (data: unknown) => void

const firstWait = 500
const longestWait = 5_000

/**
 * Listens to a stream of server-sent events, and comes back by itself within five seconds when the line
 * or the server was away. `onGap` runs after such a gap: what was missed must be read again.
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

  useEffect(() => {
    let source: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let wait = firstWait
    let lostOnce = false

    connect()
    return () => {
      clearTimeout(timer)
      source?.close()
    }

    function connect() {
      source = new EventSource(path)
      source.addEventListener('open', () => {
        setConnected(true)
        wait = firstWait
        if (lostOnce) latest.current.onGap?.()
        lostOnce = false
      })
      source.addEventListener('error', () => {
        // The browser's own retry gives up on an error status; ours does not.
        source?.close()
        setConnected(false)
        lostOnce = true
        timer = setTimeout(connect, wait)
        wait = Math.min(wait * 2, longestWait)
      })
      for (const name of names.split(' ')) {
        source.addEventListener(name, (event) => {
          const data = readJson(event.data)
          if (data !== undefined) latest.current.handlers[name]?.(data)
        })
      }
    }
  }, [path, names])

  return { connected }
}

function readJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
