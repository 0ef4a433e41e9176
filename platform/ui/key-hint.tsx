import styles from './key-hint.module.css'

const names: Record<string, string> = {
  Enter: 'Enter',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
}

/** The key that does the same as the control it stands on; screen readers hear the control, not the key. */
export function KeyHint({ of }: { of: string }) {
  return (
    <kbd className={styles['key']} aria-hidden="true">
      {keyName(of)}
    </kbd>
  )
}

export function keyName(key: string): string {
  return key
    .split('+')
    .map((part) =>
      part === 'mod' ? 'Ctrl' : part === 'shift' ? 'Shift' : (names[part] ?? part.toUpperCase()),
    )
    .join(' ')
}
