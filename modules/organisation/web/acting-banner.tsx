import { Alert, Button, Group } from '@mantine/core'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { useKeys } from '#platform/ui/keys.ts'
import type { Me } from '../contract.ts'
import { messages } from './messages.ts'
import { isSamePost, useSwitchPost } from './use-switch-post.ts'

/** Says in whose place one acts, and leads back; the semicolon goes from post to post. */
export function ActingBanner({ me }: { me: Me }) {
  const words = useWords(messages).substitution
  const change = useSwitchPost()
  const at = me.posts.findIndex((post) => isSamePost(post, me.post))
  const next = me.posts[(at + 1) % me.posts.length]
  const own = me.posts.find((post) => post.onBehalfOf === undefined)
  useKeys(
    words.hats,
    me.posts.length > 1 && next
      ? [{ key: ';', label: words.switchHat, run: () => !change.isPending && change.mutate(next) }]
      : [],
  )
  const { onBehalfOf } = me.post
  if (!onBehalfOf) return null
  return (
    <Alert color="yellow" radius={0} py={6} role="status">
      <Group justify="space-between" gap="xs">
        <span>
          {fill(words.actingBanner, {
            name: onBehalfOf.name,
            title: me.post.title,
            unit: me.post.unitName,
            decision: onBehalfOf.decision,
          })}
          {onBehalfOf.scope
            ? ` ${fill(words.onlyFor, { what: [...onBehalfOf.scope.fields, ...onBehalfOf.scope.procedureCodes].join('; ') })}.`
            : ''}
        </span>
        {own ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate(own)}
          >
            {words.backToOwn}
          </Button>
        ) : null}
      </Group>
    </Alert>
  )
}
