import { Button, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useLanguage, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { type OneTimePassword } from '../accounts.ts'
import { postKinds, postKindWords, type PostKind } from '../contract.ts'
import { messages } from './messages.ts'
import { postAccount } from './queries.ts'

type OpenAccountFormProps = { unitId: number; onOpened(opened: OneTimePassword): void }

/** Takes a person on in the unit, on a post of their own. */
export function OpenAccountForm({ unitId, onOpened }: OpenAccountFormProps) {
  const words = useWords(messages)
  const { language } = useLanguage()
  const [wish, setWish] = useState({ fullName: '', login: '', title: '', fields: '' })
  const [postKind, setPostKind] = useState<PostKind>('one_stop')
  const [asked, setAsked] = useState(false)
  const open = useMutation({ mutationFn: postAccount, onSuccess: onOpened })

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    const { fields, ...rest } = wish
    if (Object.values(rest).some((value) => value.trim().length < 2) || open.isPending) return
    open.mutate({
      ...rest,
      unitId,
      postKind,
      fields: fields
        .split(';')
        .map((field) => field.trim())
        .filter(Boolean),
    })
  }

  function text(name: keyof typeof wish, label: string, required: boolean) {
    return (
      <TextInput
        name={name}
        label={label}
        required={required}
        value={wish[name]}
        onChange={(event) => setWish({ ...wish, [name]: event.currentTarget.value })}
        error={asked && required && wish[name].trim().length < 2 ? words.required : undefined}
      />
    )
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <RefusalNote error={open.error} />
        {text('fullName', words.name, true)}
        {text('login', words.login, true)}
        <Select
          label={words.post}
          allowDeselect={false}
          data={postKinds.map((kind) => ({ value: kind, label: postKindWords[kind][language] }))}
          value={postKind}
          onChange={(value) => setPostKind(postKinds.find((kind) => kind === value) ?? postKind)}
        />
        {text('title', words.postTitle, true)}
        {text('fields', words.fields, false)}
        <Button type="submit" loading={open.isPending}>
          {words.openAccount}
        </Button>
      </Stack>
    </form>
  )
}
