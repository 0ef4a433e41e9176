import { useCallback, useEffect, useRef, useState } from 'react'

const prefix = 'thanglong.draft.'

/**
 * State that outlives a reload, a crash of the tab and the end of a session: everything typed is kept on this
 * machine under its name until `clear`. A draft of an older shape is dropped by its `version`.
 */
export function useDraft<T>(name: string, version: number, empty: () => T) {
  const key = `${prefix}${name}`
  const untouched = useRef<T>(undefined)
  const [draft, setDraft] = useState<T>(() => readDraft<T>(key, version) ?? begin())

  useEffect(() => {
    try {
      // A draft nobody typed in leaves nothing behind; its own random key does not count.
      if (draft === untouched.current) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify({ version, draft }))
    } catch {
      // Storage is full or forbidden: the draft still lives as long as the page.
    }
  }, [key, version, draft])

  const clear = useCallback(() => {
    untouched.current = empty()
    setDraft(untouched.current)
    // At once: what was sent may leave the screen in the same moment, and must never be sent again.
    try {
      localStorage.removeItem(key)
    } catch {
      // Nothing was kept.
    }
  }, [empty, key])
  return { draft, setDraft, clear }

  function begin(): T {
    const fresh = empty()
    untouched.current = fresh
    return fresh
  }
}

function readDraft<T>(key: string, version: number): T | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as { version: number; draft: T } | null
    return kept?.version === version ? kept.draft : undefined
  } catch {
    return undefined
  }
}
