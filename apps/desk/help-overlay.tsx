import { Modal, Text, Title } from '@mantine/core'
import { useWords } from '#platform/ui/i18n.ts'
import { KeyHint } from '#platform/ui/key-hint.tsx'
import { useKeyLayers } from '#platform/ui/keys.ts'
import styles from './help-overlay.module.css'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'

/** Every key that works on the screen now shown, told by the screen itself. */
export function HelpOverlay({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const words = useWords({ vi: deskVi, en: deskEn }).help
  const layers = useKeyLayers()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <div className={styles['layers']}>
        {layers.toReversed().map((layer) => (
          <section key={layer.title}>
            <Title order={3} size="h6" mb={6}>
              {layer.title}
            </Title>
            <dl className={styles['keys']}>
              {layer.bindings.map((binding) => (
                <div key={`${binding.key}${binding.label}`}>
                  <dt>
                    {[binding.key, ...(binding.also ?? [])].map((key) => (
                      <KeyHint key={key} of={key} />
                    ))}
                  </dt>
                  <dd>{binding.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Text size="xs" c="dimmed" mt="md">
        {words.typing}
      </Text>
    </Modal>
  )
}
