import { CloseButton, FileButton, Loader, Text, UnstyledButton } from '@mantine/core'
import { formatBytes } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { sentenceOf } from '#platform/ui/refusal-note.tsx'
import styles from './attached-files.module.css'
import { messages } from './messages.ts'
import type { AttachedFile } from './papers-draft.ts'
import type { Upload } from './use-attachments.ts'

const accepted = '.pdf,.jpg,.jpeg,.jfif,.png,.docx,.xlsx,.odt,.ods,.xml,.txt,.csv'

type ListProps = {
  files: readonly AttachedFile[]
  uploads: readonly Upload[]
  onRemove(token: string): void
  onDismiss(key: string): void
}

/** Files that wait to go with the dossier, those on their way, and those refused with the reason. */
export function AttachedFiles({ files, uploads, onRemove, onDismiss }: ListProps) {
  const words = useWords(messages).counter
  const { language } = useLanguage()
  if (files.length + uploads.length === 0) return null
  return (
    <ul className={styles['files']}>
      {files.map((file) => (
        <li key={file.token}>
          <span className={styles['name']}>{file.name}</span>
          <Text span size="xs" c="dimmed">
            {formatBytes(file.sizeBytes)}
          </Text>
          <CloseButton
            size="sm"
            aria-label={fill(words.removeFile, { name: file.name })}
            onClick={() => onRemove(file.token)}
          />
        </li>
      ))}
      {uploads.map((upload) => (
        <li key={upload.key}>
          {upload.error === undefined ? (
            <>
              <Loader size={14} aria-hidden="true" />
              <span role="status">{fill(words.uploading, { name: upload.name })}</span>
            </>
          ) : (
            <>
              <span role="alert" className={styles['refused']}>
                {upload.name}: {sentenceOf(upload.error, language)}
              </span>
              <CloseButton
                size="sm"
                aria-label={fill(words.removeFile, { name: upload.name })}
                onClick={() => onDismiss(upload.key)}
              />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

type ButtonProps = { label: string; text: string; grid?: boolean; onFiles(files: File[]): void }

export function AttachButton({ label, text, grid, onFiles }: ButtonProps) {
  return (
    <FileButton multiple accept={accepted} onChange={onFiles}>
      {(props) => (
        <UnstyledButton
          {...props}
          className={styles['attach']}
          aria-label={label}
          {...(grid ? { tabIndex: -1, 'data-cell': 3 } : {})}
        >
          {text}
        </UnstyledButton>
      )}
    </FileButton>
  )
}
