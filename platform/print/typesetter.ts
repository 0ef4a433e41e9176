import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { coveredCodePoints, loadPrintFonts } from './font-coverage.ts'
import { printableData } from './printable-text.ts'

/** What a template may need besides its data. */
export interface TypesetOptions {
  /** Virtual files by absolute path, such as `/qr.svg` or a shared piece of template. */
  files?: Record<string, string | Buffer>
  /** The instant written into the PDF as its creation; the same instant and data give the same bytes. */
  createdAt?: Date
}

// Typst insists on a root folder; this one does not exist, so a template sees its virtual files and nothing of the disk.
const root = fileURLToPath(new URL('./virtual', import.meta.url))
const officialHeader = readFileSync(new URL('./official-header.typ', import.meta.url))
const cacheAge = 30

interface Press {
  compiler: NodeCompiler
  covered: ReadonlySet<number>
}

let press: Press | undefined

/**
 * Typesets a Typst template into a PDF/A-2b file. The template reads its data with `json("/data.json")`: nothing of
 * the data is ever markup, whatever signs it contains. `/official-header.typ` is always there to import.
 */
export async function typeset(
  template: string,
  data: unknown,
  options: TypesetOptions = {},
): Promise<Buffer> {
  press ??= openPress()
  const { compiler, covered } = press
  // No await from here to the end: the compiler is one and its virtual files are shared.
  const files = {
    ...options.files,
    '/official-header.typ': officialHeader,
    '/data.json': JSON.stringify(printableData(data, covered)),
  }
  compiler.resetShadow()
  for (const [path, content] of Object.entries(files)) compiler.mapShadow(root + path, Buffer.from(content))
  const { result, problem } = compile(compiler, template)
  if (!result) throw new Error(`the template does not compile: ${problem}`)
  const pdf = compiler.pdf(result, {
    pdfStandard: 'a-2b',
    creationTimestamp: Math.floor((options.createdAt?.getTime() ?? 0) / 1000),
  })
  compiler.resetShadow()
  compiler.evictCache(cacheAge)
  return pdf
}

function openPress(): Press {
  const fonts = loadPrintFonts()
  const [regular] = fonts
  if (!regular) throw new Error('the print fonts are missing')
  return {
    compiler: NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: fonts }] }),
    covered: coveredCodePoints(regular),
  }
}

function compile(compiler: NodeCompiler, template: string) {
  const compiled = compiler.compile({ mainFileContent: template })
  const error = compiled.takeError()
  const problem = error ? JSON.stringify(compiler.fetchDiagnostics(error)) : undefined
  return { result: compiled.result, problem }
}
