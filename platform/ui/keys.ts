import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key that does something on the screen now shown; the help overlay lists all of them. */
export type KeyBinding = {
  /** `c`, `?`, `ArrowDown`, `mod+Enter`; `mod` is Ctrl, or Command on a Mac. */
  key: string
  /** Further keys for the same. */
  also?: readonly string[]
  label: string
  run(event: KeyboardEvent): void
  /** Works while a field has the focus too. */
  whileTyping?: boolean
}

type Layer = { title: string; bindings: readonly KeyBinding[] }

const layers = new Set<Layer>()
const listeners = new Set<() => void>()
let snapshot: readonly Layer[] = []

function tell() {
  snapshot = [...layers]
  for (const listener of listeners) listener()
}

/** Binds keys while the component is on the screen; the binding laid last wins. */
export function useKeys(title: string, bindings: readonly KeyBinding[], enabled = true) {
  const layer = useRef<Layer>({ title, bindings })
  useEffect(() => {
    layer.current.title = title
    layer.current.bindings = bindings
  })
  useEffect(() => {
    if (!enabled) return undefined
    const mine = layer.current
    if (layers.size === 0) listen()
    layers.add(mine)
    tell()
    return () => {
      layers.delete(mine)
      if (layers.size === 0) silence()
      tell()
    }
  }, [enabled])
}

/** What the keys do now, by part of the screen. */
export function useKeyLayers(): readonly Layer[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => snapshot,
  )
}

function listen() {
  window.addEventListener('keydown', noteDialog, true)
  document.addEventListener('keydown', onKey)
}

function silence() {
  window.removeEventListener('keydown', noteDialog, true)
  document.removeEventListener('keydown', onKey)
}

/** Escape closes a dialog before we hear of it; whether one stood open is noted when the key goes down. */
let dialogStood = false

function noteDialog() {
  dialogStood = document.querySelector('[aria-modal="true"]') !== null
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  for (const { bindings } of [...layers].toReversed()) {
    for (const binding of bindings) {
      if ((typing || dialogStood) && !binding.whileTyping) continue
      if (pressesControl(event)) continue
      if (![binding.key, ...(binding.also ?? [])].some((key) => matches(key, event))) continue
      event.preventDefault()
      binding.run(event)
      return
    }
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** Enter and space belong to the button or link that has the focus. */
function pressesControl(event: KeyboardEvent): boolean {
  if ((event.key !== 'Enter' && event.key !== ' ') || event.ctrlKey || event.metaKey) return false
  return event.target instanceof Element && event.target.closest('button, a, summary, [role]') !== null
}

function matches(binding: string, event: KeyboardEvent): boolean {
  const wantsMod = binding.startsWith('mod+')
  const wantsShift = binding.includes('shift+')
  const key = binding.replace(/^mod\+/, '').replace(/^shift\+/, '')
  if (wantsMod !== (event.ctrlKey || event.metaKey) || event.altKey) return false
  if (wantsShift && !event.shiftKey) return false
  return (
    event.key === key ||
    (key.length === 1 && event.key.toLowerCase() === key && event.shiftKey === wantsShift)
  )
}
