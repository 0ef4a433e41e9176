import type { ProcedureComponent } from '../contract.ts'

/** Papers typed one per line as `name | originals | copies`, or the first line that is not. */
export function readPapers(
  text: string,
  idPrefix: string,
): { papers: ProcedureComponent[] } | { wrongLine: number } {
  const papers: ProcedureComponent[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const match = /^(.+?)\s*\|\s*(\d{1,3})\s*\|\s*(\d{1,3})\s*$/u.exec(line.trim())
    if (!match) return { wrongLine: index + 1 }
    papers.push({
      id: `${idPrefix}-c${papers.length + 1}`,
      name: (match[1] ?? '').trim(),
      originals: Number(match[2]),
      copies: Number(match[3]),
    })
  }
  return papers.length > 0 ? { papers } : { wrongLine: 1 }
}
