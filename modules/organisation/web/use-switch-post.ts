import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '#platform/ui/api.ts'
import { useLanguage } from '#platform/ui/i18n.ts'
import type { HeldPost, Me } from '../contract.ts'
import { meQuery, postSwitch } from './queries.ts'

/** Goes on working on another post; every list on screen was made for the one before. */
export function useSwitchPost(onSwitched?: (me: Me) => void) {
  const { language } = useLanguage()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: postSwitch,
    async onSuccess(next) {
      queries.setQueryData(meQuery.queryKey, next)
      await queries.invalidateQueries()
      onSwitched?.(next)
    },
    onError(error) {
      notifications.show({
        color: 'lacquer',
        message: error instanceof ApiError ? error[language] : error.message,
      })
    },
  })
}

export function isSamePost(a: HeldPost, b: HeldPost): boolean {
  return a.postId === b.postId && a.onBehalfOf?.substitution === b.onBehalfOf?.substitution
}
