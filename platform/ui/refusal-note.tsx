import { Alert, Button, Group } from '@mantine/core'
import { ApiError } from './api.ts'
import { useLanguage } from './i18n.ts'

type Props = { error: unknown; onRetry?: (() => void) | undefined }

const words = {
  vi: { title: 'Chưa làm được', retry: 'Thử lại', request: 'Mã yêu cầu' },
  en: { title: 'This could not be done', retry: 'Try again', request: 'Request' },
}

/** The server's own sentence about what is wrong and how to mend it, announced when it appears. */
export function RefusalNote({ error, onRetry }: Props) {
  const { language } = useLanguage()
  if (!error) return null
  const said = words[language]
  return (
    <Alert
      ref={bringIntoView}
      color="red"
      variant="light"
      role="alert"
      title={said.title}
      icon={<span aria-hidden="true">▲</span>}
    >
      {sentenceOf(error, language)}
      {error instanceof ApiError && error.requestId ? (
        <div>
          <small>
            {said.request}: <code>{error.requestId}</code> · <code>{error.code}</code>
          </small>
        </div>
      ) : null}
      {onRetry ? (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={onRetry}>
            {said.retry}
          </Button>
        </Group>
      ) : null}
    </Alert>
  )
}

/** In a long dialog on a small screen it would appear below what is seen. */
function bringIntoView(note: HTMLElement | null) {
  note?.scrollIntoView({ block: 'nearest' })
}

export function sentenceOf(error: unknown, language: 'vi' | 'en'): string {
  if (error instanceof ApiError) return error[language]
  return language === 'vi'
    ? 'Trang gặp lỗi ngoài dự kiến. Hãy tải lại trang; những gì đã nhập được giữ trên máy này.'
    : 'The page met an unexpected error. Reload it; what was typed is kept on this machine.'
}
