import { Button, FileButton, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { ProcessStep } from '../process/process-table.ts'
import { messages } from './messages.ts'
import { textToRows } from './table-text.ts'

/** Rows from a CSV file or from a spreadsheet’s clipboard; nothing is taken while a cell is not understood. */
export function BringInRows({ onTake }: { onTake(steps: readonly ProcessStep[]): void }) {
  const words = useWords(messages)
  const [text, setText] = useState<string>()
  const read = textToRows(text ?? '')
  return (
    <>
      <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(file) => void file?.text().then(setText)}>
        {(props) => (
          <Button variant="default" size="xs" {...props}>
            {words.table.csvIn}
          </Button>
        )}
      </FileButton>
      <Button variant="default" size="xs" onClick={() => setText('')}>
        {words.table.pasteTitle}
      </Button>
      <Modal
        opened={text !== undefined}
        onClose={() => setText(undefined)}
        title={words.table.pasteTitle}
        size="xl"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <Stack>
          <Text size="sm">{words.table.pasteHint}</Text>
          <Textarea
            label={words.table.paste}
            data-autofocus
            autosize
            minRows={6}
            maxRows={16}
            value={text ?? ''}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {read.faults.length > 0 ? (
            <Text size="sm" c="lacquer" role="alert">
              {fill(words.table.badLines, {
                faults: read.faults
                  .slice(0, 10)
                  .map(({ line, cell }) => fill(words.table.line, { line, cell }))
                  .join(', '),
              })}
            </Text>
          ) : null}
          <Button
            disabled={read.steps.length === 0 || read.faults.length > 0}
            onClick={() => {
              onTake(read.steps)
              setText(undefined)
            }}
          >
            {words.table.take} ({read.steps.length})
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
