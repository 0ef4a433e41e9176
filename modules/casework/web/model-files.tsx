import { Button, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { messages } from './messages.ts'
import { saveFile } from './save-file.ts'

/** As the server bounds it. */
const MOST_CHARACTERS = 900_000

type Props = {
  kind: 'bpmn' | 'dmn'
  /** The model to take away; null or empty: there is none. */
  text: string | null
  name: string
  onUpload?: ((text: string) => void) | undefined
  onRemove?: (() => void) | undefined
}

/** Takes a model away as a file and brings one in, to the letter. */
export function ModelFiles({ kind, text, name, onUpload, onRemove }: Props) {
  const words = useWords(messages)
  const [refused, setRefused] = useState<string>()
  const isDmn = kind === 'dmn'

  async function take(file: File | null) {
    if (!file) return
    const read = await file.text()
    if (read.length > MOST_CHARACTERS || read.includes('\u{FFFD}')) setRefused(file.name)
    else {
      setRefused(undefined)
      onUpload?.(read)
    }
  }

  return (
    <Group>
      {text ? (
        <Button variant="default" size="xs" onClick={() => saveFile(name, text, 'application/xml')}>
          {isDmn ? words.decisions.download : words.download}
        </Button>
      ) : null}
      {onUpload ? (
        <FileButton accept={`.${kind},.xml,text/xml,application/xml`} onChange={(file) => void take(file)}>
          {(props) => (
            <Button variant="default" size="xs" {...props}>
              {isDmn ? words.decisions.upload : words.upload}
            </Button>
          )}
        </FileButton>
      ) : null}
      {onRemove && text ? (
        <Button variant="default" size="xs" onClick={onRemove}>
          {words.decisions.remove}
        </Button>
      ) : null}
      {refused ? (
        <Text size="sm" c="lacquer" role="alert">
          {fill(words.badFile, { name: refused, size: formatNumber(MOST_CHARACTERS) })}
        </Text>
      ) : null}
    </Group>
  )
}
