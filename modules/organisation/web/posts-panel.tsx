import { Button, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PlainTable } from '#platform/ui/data-table.tsx'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { postKindWords, postKinds, type PostKind } from '../contract.ts'
import type { ReorganisationPosts, UnitMoves } from '../reorganisation.ts'
import { messages } from './messages.ts'
import { postResolution, reorganisationPostsQuery } from './reorganisation-queries.ts'
import type { Successor } from './resolve-form.tsx'

type Props = {
  id: number
  moves: readonly UnitMoves[]
  successors: readonly Successor[]
  onResolved(): Promise<unknown>
}

/** Where the posts of an old unit and the people on them go, one by one. */
export function PostsPanel({ id, moves, successors, onResolved }: Props) {
  const words = useWords(messages)
  const [unit, setUnit] = useState<string | null>(null)
  const posts = useQuery({ ...reorganisationPostsQuery(id, unit ?? ''), enabled: unit !== null })
  return (
    <details>
      <summary>{words.desk.postsTitle}</summary>
      <Stack mt="xs">
        <Select
          label={words.oldUnit}
          placeholder={words.chooseUnit}
          nothingFoundMessage={words.noSuchUnit}
          searchable
          limit={50}
          maw={480}
          data={moves
            .filter((move) => move.posts > 0)
            .map((move) => ({ value: move.code, label: `${move.name} (${move.code})` }))}
          value={unit}
          onChange={setUnit}
        />
        <RefusalNote error={posts.error} />
        {posts.data && (
          <PlainTable caption={words.desk.postsTitle}>
            <thead>
              <tr>
                <th scope="col">{words.posts}</th>
                <th scope="col">{words.desk.people}</th>
                <th scope="col">{words.desk.home}</th>
                <th scope="col">{words.desk.kind}</th>
                <th scope="col">{words.actions}</th>
              </tr>
            </thead>
            <tbody>
              {posts.data.posts.map((post) => (
                <PostRow
                  key={`${post.postId} ${post.home} ${post.kind}`}
                  id={id}
                  post={post}
                  successors={successors}
                  onResolved={async () => {
                    await posts.refetch()
                    await onResolved()
                  }}
                />
              ))}
            </tbody>
          </PlainTable>
        )}
      </Stack>
    </details>
  )
}

type RowProps = Pick<Props, 'id' | 'successors' | 'onResolved'> & {
  post: ReorganisationPosts['posts'][number]
}

function PostRow({ id, post, successors, onResolved }: RowProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [home, setHome] = useState(post.home)
  const [kind, setKind] = useState<PostKind>(post.kind)
  const send = useMutation({
    mutationFn: (successorCode: string) =>
      postResolution(id, { about: 'post', postId: post.postId, successorCode, kind }),
    onSuccess: onResolved,
  })
  const isChanged = home !== null && (home !== post.home || kind !== post.kind)
  return (
    <tr>
      <td data-lead="true">
        {post.title}
        {post.fields.length > 0 && <Text c="dimmed">{post.fields.join(', ')}</Text>}
      </td>
      <td data-label={words.desk.people}>{post.people.join(', ') || words.desk.nobody}</td>
      <td data-label={words.desk.home}>
        <Select
          aria-label={`${words.desk.home}: ${post.title}`}
          searchable
          limit={50}
          allowDeselect={false}
          data={successors}
          value={home}
          onChange={setHome}
        />
        <Text c="dimmed">{post.isOwnHome ? words.desk.ownHome : words.desk.withUnit}</Text>
      </td>
      <td data-label={words.desk.kind}>
        <Select
          aria-label={`${words.desk.kind}: ${post.title}`}
          allowDeselect={false}
          data={postKinds.map((one) => ({ value: one, label: postKindWords[one][language] }))}
          value={kind}
          onChange={(chosen) => setKind(postKinds.find((one) => one === chosen) ?? kind)}
        />
      </td>
      <td>
        <Button
          size="compact-sm"
          disabled={!isChanged}
          loading={send.isPending}
          onClick={() => home !== null && send.mutate(home)}
        >
          {words.desk.save}
        </Button>
        <RefusalNote error={send.error} />
      </td>
    </tr>
  )
}
