import { PathLike } from 'node:fs'

export function show(path: PathLike): string {
  return String(path)
}
