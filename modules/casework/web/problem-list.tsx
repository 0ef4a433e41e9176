import { Alert, Anchor, Text } from '@mantine/core'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import type { Problem } from '../process/problem.ts'
import { messages } from './messages.ts'
import styles from './problem-list.module.css'

type Props = {
  problems: readonly Problem[]
  busy: boolean
  /** A draft: then it is worth saying that nothing is wrong. */
  publishable: boolean
  onGo?: ((elementId: string) => void) | undefined
}

/** What keeps a process from being published, errors first, each leading to its place. */
export function ProblemList({ problems, busy, publishable, onGo }: Props) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  if (problems.length === 0 && !publishable) return null
  return (
    <Alert
      variant="light"
      color={errors.length > 0 ? 'lacquer' : 'jade'}
      title={words.problems}
      aria-live="polite"
      aria-busy={busy}
      {...(errors.length > 0 ? { icon: <span aria-hidden="true">▲</span> } : {})}
    >
      <Text size="sm">
        {busy
          ? words.checking
          : [
              errors.length > 0 ? fill(words.errors, { count: errors.length }) : words.noProblems,
              ...(warnings.length > 0 ? [fill(words.warnings, { count: warnings.length })] : []),
            ].join(' · ')}
      </Text>
      <ul className={styles['list']}>
        {[...errors, ...warnings].map((one, index) => (
          <li key={`${one.rule} ${one.elementId} ${index}`}>
            <strong>{one.severity === 'error' ? words.error : words.warning}:</strong> {one[language]}{' '}
            {one.elementId !== '' && onGo ? (
              <Anchor component="button" type="button" size="sm" onClick={() => onGo(one.elementId)}>
                {fill(words.goTo, { id: one.elementId })}
              </Anchor>
            ) : null}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
