import { ActionIcon, Indicator } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useLive } from '#platform/ui/live.ts'
import { bellEvent } from '../contract.ts'
import { messages } from './messages.ts'
import { unreadQuery } from './queries.ts'

/** The bell of the shell: how much is unread, the moment it changes; leads to the list. */
export function NoticeBell() {
  const words = useWords(messages)
  const queries = useQueryClient()
  const unread = useQuery(unreadQuery).data?.unread ?? 0
  const refresh = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['notifications'] }),
    [queries],
  )
  useLive('/api/live', { [bellEvent]: refresh }, refresh)
  const label = unread > 0 ? fill(words.bell.some, { count: unread }) : words.bell.none

  return (
    <Indicator
      label={unread > 99 ? '99+' : unread}
      disabled={unread === 0}
      size={16}
      offset={6}
      color="lacquer"
      zIndex={1}
    >
      <ActionIcon component={Link} to="/notices" variant="subtle" size="lg" aria-label={label} title={label}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
          <path
            d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4M12 5V3"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      </ActionIcon>
    </Indicator>
  )
}
