import { CloseButton, FileButton, Loader, Text, UnstyledButton } from '@mantine/core'
import { formatBytes } from '#platform/ui/format.ts'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { sentenceOf } from '#platform/ui/refusal-note.tsx'
import styles from './attached-files.module.css'
import { messages } from './messages.ts'
import type { Attachments } from './use-attachments.ts'

const accepted = '.pdf,.jpg,.jpeg,.jfif,.png,.docx,.xlsx,.odt,.ods,.xml,.txt,.csv'

type ListProps = { attachments: Attachments; componentId: string }

/** Files that wait to go with the dossier, those on their way, and those refused with the reason. */
export function AttachedFiles({ attachments, componentId }: ListProps) {
  const words = useWords(messages).counter
  const { language } = useLanguage()
  const files = attachments.files.filter((file) => file.componentId === componentId)
  const uploads = attachments.uploads.filter((upload) => upload.componentId === componentId)
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
            onClick={() => attachments.remove(file.token)}
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
                onClick={() => attachments.dismiss(upload.key)}
              />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Said when a sheet is sent while files are still on their way or were refused. */
export function FilesWaiting({ attachments, held }: { attachments: Attachments; held: boolean }) {
  const words = useWords(messages).counter
  if (!held || attachments.uploads.length === 0) return null
  const refused = attachments.uploads.some((upload) => upload.error !== undefined)
  return (
    <Text role="alert" size="sm" c="var(--tl-warn)">
      ◆ {refused ? words.filesRefused : words.filesOnTheWay}
    </Text>
  )
}

type FieldProps = { label: string; attachments: Attachments; componentId: string }

/** Files that go with an act: what has been added so far, and a button for more. */
export function FilesField({ label, attachments, componentId }: FieldProps) {
  const words = useWords(messages).ask
  return (
    <div>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <AttachButton
        text={words.addFile}
        label={`${label}: ${words.addFile}`}
        onFiles={(files) => attachments.attach(componentId, files)}
      />
      <AttachedFiles attachments={attachments} componentId={componentId} />
    </div>
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
