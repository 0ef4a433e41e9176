import { Alert } from '@mantine/core'
import { ApiError } from '#platform/ui/api.ts'
import { useLanguage } from '#platform/ui/i18n.ts'

/** The server's own sentence, read aloud when it appears. */
export function RefusalAlert({ error }: { error: Error | null }) {
  const { language } = useLanguage()
  if (!error) return null
  return (
    <Alert color="lacquer" variant="light" role="alert">
      {error instanceof ApiError ? error[language] : error.message}
    </Alert>
  )
}
