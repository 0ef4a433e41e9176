import { Anchor, Modal, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { formatBytes, formatDateTime } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import type { DossierFile } from '../contract.ts'
import styles from './file-list.module.css'
import { messages } from './messages.ts'
import { filePath } from './queries.ts'

/** Files with their size; each opens above the page where the browser can show it. */
export function FileList({ caseId, files }: { caseId: string; files: readonly DossierFile[] }) {
  const words = useWords(messages).dossier.files
  const [shown, setShown] = useState<DossierFile>()
  if (files.length === 0) return null
  return (
    <>
      <ul className={styles['files']}>
        {files.map((file) => (
          <li key={file.id}>
            <UnstyledButton
              className={styles['name']}
              aria-label={fill(words.preview, { name: file.name })}
              onClick={() => setShown(file)}
            >
              {file.name}
            </UnstyledButton>
            <Text span size="xs" c="dimmed">
              {formatBytes(file.sizeBytes)}
            </Text>
          </li>
        ))}
      </ul>
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown?.name}
        size="xl"
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {shown ? <Preview caseId={caseId} file={shown} /> : null}
      </Modal>
    </>
  )
}

function Preview({ caseId, file }: { caseId: string; file: DossierFile }) {
  const words = useWords(messages).dossier.files
  const path = filePath(caseId, file.id)
  return (
    <div>
      {file.type.startsWith('image/') ? (
        <img className={styles['image']} src={path} alt={file.name} />
      ) : file.type === 'application/pdf' ? (
        <iframe className={styles['page']} src={path} title={file.name} />
      ) : (
        <Text>{words.noPreview}</Text>
      )}
      <p className={styles['foot']}>
        <Anchor href={path} target="_blank" rel="noopener">
          {words.openTab}
        </Anchor>
        <Anchor href={path} download={file.name}>
          {words.download}
        </Anchor>
        <Text span size="xs" c="dimmed">
          {formatDateTime(file.uploadedAt)} · {words.hash} <code>{file.sha256.slice(0, 16)}…</code>
        </Text>
      </p>
    </div>
  )
}
