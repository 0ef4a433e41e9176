import { Menu, Modal, Text, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '#platform/ui/api.ts'
import { formatDay } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { postKindWords, type HeldPost, type Me } from '../contract.ts'
import { ChangePasswordForm } from './change-password-form.tsx'
import { messages } from './messages.ts'
import { deleteSession, meQuery } from './queries.ts'
import { isSamePost, useSwitchPost } from './use-switch-post.ts'

type AccountMenuProps = {
  me: Me
  onSignedOut(): void
  /** After changing to another post: what the screens show belongs to the old one. */
  onSwitched?(me: Me): void
}

/** Who I am and where I sit; other posts, password, the way out. */
export function AccountMenu({ me, onSignedOut, onSwitched }: AccountMenuProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [changing, setChanging] = useState(false)

  function showRefusal(error: Error) {
    notifications.show({
      color: 'lacquer',
      message: error instanceof ApiError ? error[language] : error.message,
    })
  }
  const signOut = useMutation({
    mutationFn: deleteSession,
    onSuccess() {
      queries.clear()
      onSignedOut()
    },
    onError: showRefusal,
  })
  const change = useSwitchPost(onSwitched)

  return (
    <>
      <Menu position="bottom-end" width={320} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton>
            <Text size="sm" fw={600} ta="right">
              {me.name}
            </Text>
            <Text size="xs" ta="right">
              {me.post.title} · {me.post.unitName}
            </Text>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{words.yourPosts}</Menu.Label>
          {me.posts.map((post) => (
            <Menu.Item
              key={`${post.postId} ${post.onBehalfOf?.substitution ?? ''}`}
              disabled={change.isPending}
              onClick={() => isSamePost(post, me.post) || change.mutate(post)}
            >
              <PostLine
                post={post}
                kind={postKindWords[post.kind][language]}
                current={isSamePost(post, me.post) ? words.currentPost : undefined}
              />
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => setChanging(true)}>{words.changePassword}</Menu.Item>
          <Menu.Item onClick={() => signOut.mutate(true)}>{words.signOutEverywhere}</Menu.Item>
          <Menu.Item onClick={() => signOut.mutate(false)}>{words.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={words.changePassword}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <ChangePasswordForm
          onChanged={(next) => {
            queries.setQueryData(meQuery.queryKey, next)
            setChanging(false)
            notifications.show({ message: words.passwordChanged })
          }}
        />
      </Modal>
    </>
  )
}

function PostLine({ post, kind, current }: { post: HeldPost; kind: string; current: string | undefined }) {
  const words = useWords(messages).substitution
  return (
    <>
      <Text size="sm" fw={current === undefined ? 400 : 600}>
        {post.title}
        {current === undefined ? '' : ` (${current})`}
      </Text>
      <Text size="xs">
        {kind} · {post.unitName}
        {post.fields.length === 0 ? '' : ` · ${post.fields.join(', ')}`}
      </Text>
      {post.onBehalfOf ? (
        <Text size="xs" fw={600}>
          {fill(words.standsInFor, { name: post.onBehalfOf.name, day: formatDay(post.onBehalfOf.through) })}
        </Text>
      ) : null}
    </>
  )
}
