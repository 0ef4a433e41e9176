import { Button, SegmentedControl, Title } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { formatDateTime } from '#platform/ui/format.ts'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { topics, type NoticeView } from '../contract.ts'
import { messages } from './messages.ts'
import { PreferencesForm } from './preferences-form.tsx'
import { inboxQuery, postRead } from './queries.ts'
import { WatchedList } from './watched-list.tsx'
import styles from './notices-page.module.css'

/** Everything I was told, newest first; opening a notice marks it read. */
export function NoticesPage() {
  const words = useWords(messages)
  const queries = useQueryClient()
  const [shown, setShown] = useState<'all' | 'unread'>('all')
  const inbox = useInfiniteQuery(inboxQuery(shown === 'unread'))
  const notices = inbox.data?.pages.flatMap((page) => page.notices) ?? []
  const read = useMutation({
    mutationFn: postRead,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
  })

  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <Title order={1}>{words.title}</Title>
        <SegmentedControl
          aria-label={words.filter.label}
          value={shown}
          onChange={(value) => setShown(value === 'unread' ? 'unread' : 'all')}
          data={[
            { value: 'all', label: words.filter.all },
            { value: 'unread', label: words.filter.unread },
          ]}
        />
        <Button
          variant="default"
          loading={read.isPending}
          disabled={(inbox.data?.pages[0]?.unread ?? 0) === 0}
          onClick={() => read.mutate('all')}
        >
          {words.readAll}
        </Button>
      </div>
      <RefusalNote error={inbox.error ?? read.error} onRetry={() => void inbox.refetch()} />
      {inbox.data && notices.length === 0 ? (
        <EmptyNote title={words.emptyTitle}>{words.emptyText}</EmptyNote>
      ) : null}
      <ul className={styles['list']} aria-label={words.caption}>
        {notices.map((notice) => (
          <NoticeLine
            key={notice.key}
            notice={notice}
            onOpen={() => {
              if (notice.readAt === null) read.mutate([notice.key])
            }}
          />
        ))}
      </ul>
      {inbox.hasNextPage ? (
        <Button
          variant="default"
          loading={inbox.isFetchingNextPage}
          onClick={() => void inbox.fetchNextPage()}
        >
          {words.more}
        </Button>
      ) : null}
      <WatchedList />
      <PreferencesForm />
    </div>
  )
}

function NoticeLine({ notice, onOpen }: { notice: NoticeView; onOpen(): void }) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const isNew = notice.readAt === null
  return (
    <li className={styles['line']} data-new={isNew}>
      <p className={styles['facts']}>
        {isNew ? <strong className={styles['new']}>{words.unread}</strong> : null}
        <span>{topics[notice.topic][language]}</span>
        <time dateTime={notice.createdAt}>{formatDateTime(notice.createdAt)}</time>
      </p>
      {notice.caseId ? (
        <Link to={`/dossiers/${notice.caseId}`} onClick={onOpen} className={styles['text']}>
          {notice[language]}
        </Link>
      ) : (
        <button type="button" onClick={onOpen} className={styles['text']}>
          {notice[language]}
        </button>
      )}
    </li>
  )
}
