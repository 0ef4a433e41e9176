import { NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import type { DossierView } from '../contract.ts'
import type { ActionDraft } from './action-draft.ts'
import { messages } from './messages.ts'
import type { Problems } from './party-draft.ts'
import { reassignableQuery } from './queries.ts'

type Props = {
  draft: ActionDraft
  view: DossierView
  problems: Problems
  onChange(part: Partial<ActionDraft>): void
}

/** Which open task of the unit, and to whom; only those who may do it are offered, with what they hold already. */
export function AssigneeField({ draft, view, problems, onChange }: Props) {
  const words = useWords(messages).ask
  const found = useQuery(reassignableQuery(view.caseId, view.version))
  const tasks = found.data?.tasks ?? []
  const task = tasks.find((one) => String(one.taskNo) === draft.taskNo) ?? tasks[0]
  const chosen = task === undefined ? '' : String(task.taskNo)
  useEffect(() => {
    if (chosen !== '' && chosen !== draft.taskNo) onChange({ taskNo: chosen })
  })
  return (
    <>
      <RefusalNote error={found.error} />
      {tasks.length > 1 ? (
        <NativeSelect
          name="taskNo"
          label={words.task}
          value={chosen}
          onChange={(event) => onChange({ taskNo: event.currentTarget.value, assigneeId: '' })}
          data={tasks.map((one) => ({ value: String(one.taskNo), label: one.work }))}
        />
      ) : null}
      {task ? (
        <Text size="sm" c="dimmed">
          {task.work} ·{' '}
          {task.assigneeName ? fill(words.heldBy, { name: task.assigneeName }) : words.heldByNobody}
        </Text>
      ) : null}
      {task && task.candidates.length === 0 ? <Text size="sm">{words.nobodyElse}</Text> : null}
      <NativeSelect
        name="assigneeId"
        label={words.assignee}
        required
        data-autofocus
        error={problems['assigneeId']}
        value={draft.assigneeId}
        onChange={(event) => onChange({ assigneeId: event.currentTarget.value })}
        data={[
          { value: '', label: words.chooseAssignee },
          ...(task?.candidates ?? []).map(({ accountId, name, postTitle, openTasks }) => ({
            value: String(accountId),
            label: fill(words.load, { name, title: postTitle, count: openTasks }),
          })),
        ]}
      />
    </>
  )
}
