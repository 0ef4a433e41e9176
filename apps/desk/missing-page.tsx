import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { useWords } from '#platform/ui/i18n.ts'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'

export function MissingPage() {
  const words = useWords({ vi: deskVi, en: deskEn })
  return (
    <EmptyNote
      wholePage
      title={words.missing.title}
      action={
        <Anchor component={Link} to="/">
          {words.missing.back}
        </Anchor>
      }
    >
      {words.missing.text}
    </EmptyNote>
  )
}
