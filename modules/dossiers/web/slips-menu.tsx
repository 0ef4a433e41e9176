import { Button } from '@mantine/core'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeys } from '#platform/ui/keys.ts'
import type { DossierView } from '../contract.ts'
import { messages } from './messages.ts'
import { slipPath } from './queries.ts'
import styles from './slips-menu.module.css'

/** The forms that can be printed now; each opens as a PDF, ready for the printer. */
export function SlipsMenu({ view }: { view: DossierView }) {
  const words = useWords(messages).dossier
  const first = view.slips[0]
  useKeys(
    words.slips.title,
    [
      {
        key: 'd',
        label: words.keys.print,
        run: () => first && void window.open(slipPath(view.caseId, first), '_blank', 'noopener'),
      },
    ],
    first !== undefined,
  )
  if (view.slips.length === 0) return null
  const names: Readonly<Record<string, string>> = words.slips
  return (
    <div role="group" aria-label={words.slips.title} className={styles['slips']}>
      <span className={styles['title']} aria-hidden="true">
        {words.slips.title}
      </span>
      {view.slips.map((form, at) => (
        <Button
          key={form}
          component="a"
          href={slipPath(view.caseId, form)}
          target="_blank"
          rel="noopener"
          size="xs"
          variant="default"
        >
          {names[form] ?? fill(words.slip, { form })}
          {at === 0 ? <KeyHint of="d" /> : null}
        </Button>
      ))}
    </div>
  )
}
