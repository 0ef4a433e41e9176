import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttachedFile } from './papers-draft.ts'
import { postStagedFile } from './queries.ts'

export type Upload = { key: string; name: string; componentId: string; error: unknown }

/** The files that go with a sheet: those in place, and those on their way or refused. */
export type Attachments = {
  files: readonly AttachedFile[]
  uploads: readonly Upload[]
  attach(componentId: string, files: readonly File[]): void
  remove(token: string): void
  dismiss(key: string): void
}

type Change = (changed: (files: AttachedFile[]) => AttachedFile[]) => void

/**
 * Sends files ahead, several at once. What was refused stays listed with its reason until it is dismissed, and
 * while anything is listed the sheet must not be sent: a file would be left behind.
 */
export function useAttachments(files: readonly AttachedFile[], change: Change): Attachments {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const send = useMutation({ mutationFn: postStagedFile })

  async function attachOne(componentId: string, file: File) {
    const key = crypto.randomUUID()
    setUploads((before) => [...before, { key, name: file.name, componentId, error: undefined }])
    try {
      const { token, name, sizeBytes } = await send.mutateAsync(file)
      change((now) => [...now, { token, name, sizeBytes, componentId }])
      setUploads((before) => before.filter((upload) => upload.key !== key))
    } catch (error) {
      setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, error } : upload)))
    }
  }

  return {
    files,
    uploads,
    attach: (componentId, chosen) => void Promise.all(chosen.map((file) => attachOne(componentId, file))),
    remove: (token) => change((now) => now.filter((file) => file.token !== token)),
    dismiss: (key) => setUploads((before) => before.filter((upload) => upload.key !== key)),
  }
}
