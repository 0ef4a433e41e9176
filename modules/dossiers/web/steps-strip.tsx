import { formatWorkingDays } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { ToneMark, type Tone } from '#platform/ui/status-badge.tsx'
import type { DossierView, StepView } from '../contract.ts'
import { messages } from './messages.ts'
import styles from './steps-strip.module.css'

const tones: Record<StepView['state'], Tone> = {
  done: 'good',
  open: 'calm',
  waiting: 'warn',
  ahead: 'neutral',
}

/** The way of the dossier from unit to unit: what is done, who holds it now, what lies ahead. */
export function StepsStrip({ view }: { view: DossierView }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  return (
    <section aria-label={words.dossier.steps.title} className={styles['strip']}>
      <ol className={styles['units']}>
        {byUnit(view.steps).map((part) => (
          <li key={part.steps[0]?.key} className={styles['unit']} data-now={part.steps.some(isNow)}>
            <p className={styles['unitName']}>{part.unit}</p>
            <ol className={styles['steps']}>
              {part.steps.map((step) => (
                <li
                  key={step.key}
                  className={styles['step']}
                  data-state={step.state}
                  aria-current={isNow(step) ? 'step' : undefined}
                >
                  <span className={styles['work']}>
                    <ToneMark tone={tones[step.state]} /> {step.work}
                  </span>
                  <span className={styles['who']}>
                    {step.assignee ?? postName(step.postKind)} · {words.dossier.steps[step.state]}
                    {step.notBy ? ` · ${fill(words.dossier.otherThan, { step: step.notBy })}` : ''}
                    {step.minutes > 0 ? ` · ${formatWorkingDays(step.minutes, language)}` : ''}
                  </span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </section>
  )

  function postName(kind: string): string {
    const names: Readonly<Record<string, string>> = words.post
    return names[kind] ?? kind
  }
}

function isNow(step: StepView): boolean {
  return step.state === 'open' || step.state === 'waiting'
}

/** Steps one after another at one unit belong together. */
function byUnit(steps: readonly StepView[]): { unit: string; steps: StepView[] }[] {
  const parts: { unit: string; id: number; steps: StepView[] }[] = []
  for (const step of steps) {
    const last = parts.at(-1)
    if (last?.id === step.unit.id) last.steps.push(step)
    else parts.push({ unit: step.unit.name, id: step.unit.id, steps: [step] })
  }
  return parts
}
