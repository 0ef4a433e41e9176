import { Button, Group, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useWords } from '#platform/ui/i18n.ts'
import { messages } from './messages.ts'

/** Throws the sheet away, but never by one slip of the hand. */
export function StartOver({ onConfirm }: { onConfirm(): void }) {
  const words = useWords(messages)
  const [opened, asking] = useDisclosure(false)
  return (
    <>
      <Button variant="subtle" onClick={asking.open}>
        {words.counter.startOver}
      </Button>
      <Modal
        opened={opened}
        onClose={asking.close}
        title={words.counter.startOver}
        closeButtonProps={{ 'aria-label': words.dossier.files.close }}
      >
        <Text>{words.counter.startOverAsk}</Text>
        <Group mt="md">
          <Button variant="default" data-autofocus onClick={asking.close}>
            {words.counter.keep}
          </Button>
          <Button
            color="lacquer"
            onClick={() => {
              asking.close()
              onConfirm()
            }}
          >
            {words.counter.startOver}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
