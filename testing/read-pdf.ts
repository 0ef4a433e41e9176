import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What pdftotext reads in a PDF, on one line; nothing where that program is not installed. */
export async function textOfPdf(pdf: Buffer): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'thanglong-pdf-'))
  try {
    const file = join(folder, 'slip.pdf')
    writeFileSync(file, pdf)
    const { stdout } = await promisify(execFile)('pdftotext', ['-layout', file, '-'])
    return stdout.replace(/\s+/g, ' ')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
