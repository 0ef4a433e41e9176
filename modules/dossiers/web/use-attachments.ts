import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AttachedFile } from './papers-draft.ts'
import { postStagedFile } from './queries.ts'

export type Upload = { key: string; name: string; componentId: string; error: unknown }

/** Sends files ahead, several at once; what failed stays listed with its reason until it is dismissed. */
export function useAttachments(onAttached: (file: AttachedFile) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const send = useMutation({ mutationFn: postStagedFile })

  async function attach(componentId: string, files: readonly File[]) {
    await Promise.all(files.map((file) => attachOne(componentId, file)))
  }

  async function attachOne(componentId: string, file: File) {
    const key = crypto.randomUUID()
    setUploads((before) => [...before, { key, name: file.name, componentId, error: undefined }])
    try {
      const { token, name, sizeBytes } = await send.mutateAsync(file)
      onAttached({ token, name, sizeBytes, componentId })
      setUploads((before) => before.filter((upload) => upload.key !== key))
    } catch (error) {
      setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, error } : upload)))
    }
  }

  return {
    uploads,
    busy: uploads.some((upload) => upload.error === undefined),
    attach,
    dismiss: (key: string) => setUploads((before) => before.filter((upload) => upload.key !== key)),
  }
}
