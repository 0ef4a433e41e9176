import { useCallback, useEffect, useState } from 'react'

const prefix = 'thanglong.draft.'

/**
 * State that outlives a reload, a crash of the tab and the end of a session: everything typed is kept on this
 * machine under its name until `clear`. A draft of an older shape is dropped by its `version`.
 */
export function useDraft<T>(name: string, version: number, empty: () => T) {
  const key = `${prefix}${name}`
  const [draft, setDraft] = useState<T>(() => readDraft<T>(key, version) ?? empty())

  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify({ version, draft }))
    } catch {
      // Storage is full or forbidden: the draft still lives as long as the page.
    }
  }, [key, version, draft])

  const clear = useCallback(() => setDraft(empty()), [empty])
  return { draft, setDraft, clear }
}

/** Removes every draft, when another person sits down at this machine. */
export function forgetDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
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
