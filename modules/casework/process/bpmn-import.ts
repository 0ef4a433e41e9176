import { BpmnModdle, type ModdleElement, type ModdleWarning } from 'bpmn-moddle'
import type { ProcessDefinition } from './definition.ts'
import { readScope } from './import-scope.ts'
import { processExtension } from './moddle-extension.ts'
import { childrenOf, flagOf, idOf, optionalTextOf, textOf } from './moddle-access.ts'
import { problem, type Problem } from './problem.ts'
import { xmlDifferences } from './xml-difference.ts'
import { readXml, type XmlElement } from './xml-tree.ts'

export const BPMN_NAMESPACE = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
/** A model has fewer elements than this; a map of a city's procedures is many models. */
export const MAX_ELEMENTS = 5_000

/** A file that could be read, whether it can be run or not. */
export type BpmnModel = { xml: string; root: ModdleElement }

export type BpmnImport = {
  /** Undefined: the file cannot even be kept. */
  model: BpmnModel | undefined
  /** Processes as the engine understands them, the first one runs the case; elements that cannot run are left out and told. */
  definitions: ProcessDefinition[]
  problems: Problem[]
}

/** Reads a BPMN 2.0 file. Never throws: whatever is wrong stands in `problems`. */
export async function importBpmn(xml: string): Promise<BpmnImport> {
  const read = readXml(xml)
  if ('fault' in read) return { model: undefined, definitions: [], problems: [read.fault] }
  const wrong = wrongRoot(read.root) ?? tooLarge(read.root)
  if (wrong) return { model: undefined, definitions: [], problems: [wrong] }
  try {
    const { rootElement, warnings } = await moddle().fromXML(xml)
    const problems = [...duplicateIds(read.root), ...warnings.flatMap((one) => problemOf(one, read.root))]
    const definitions = readProcesses(rootElement, (one) => problems.push(one))
    return { model: { xml, root: rootElement }, definitions, problems }
  } catch (error) {
    const fault = problem('', 'bpmn.not_readable', {
      vi: `Tệp không đọc được theo BPMN 2.0: ${messageOf(error)}. Hãy xuất lại từ công cụ vẽ.`,
      en: `The file cannot be read as BPMN 2.0: ${messageOf(error)}. Export it again from the drawing tool.`,
    })
    return { model: undefined, definitions: [], problems: [fault] }
  }
}

/**
 * The model as a file again. What the reader would lose (an element unknown to BPMN, a reference to nothing)
 * is not lost: then the file is answered as it came, and `lost` says what a changed model would miss.
 */
export async function exportBpmn(model: BpmnModel): Promise<{ xml: string; lost: string[] }> {
  const { xml } = await moddle().toXML(model.root, { format: true })
  const before = readXml(model.xml)
  const after = readXml(xml)
  const lost = 'root' in before && 'root' in after ? xmlDifferences(before.root, after.root) : ['/']
  return lost.length === 0 ? { xml, lost } : { xml: model.xml, lost }
}

let known: BpmnModdle | undefined

/** The reader knows only the types of elements, so one serves all; making it takes longer than reading. */
function moddle(): BpmnModdle {
  known ??= new BpmnModdle({ tl: processExtension })
  return known
}

function readProcesses(root: ModdleElement, refuse: (problem: Problem) => void): ProcessDefinition[] {
  const processes = childrenOf(root, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process')
  // A pool that is only drawn has a process without elements.
  const filled = processes.filter((one) => childrenOf(one, 'flowElements').length > 0)
  if (filled.length === 0) {
    refuse(
      problem('', 'bpmn.no_process', {
        vi: 'Tệp không có quy trình nào. Hãy vẽ ít nhất một quy trình.',
        en: 'The file holds no process. Draw at least one.',
      }),
    )
  }
  const marked = filled.filter((one) => flagOf(one, 'isExecutable'))
  const rest = filled.filter((one) => !flagOf(one, 'isExecutable'))
  return [...marked, ...rest].map((element) => ({
    id: idOf(element),
    name: textOf(element, 'name'),
    caseKind: optionalTextOf(element, 'caseKind'),
    scope: readScope(element, refuse),
  }))
}

function wrongRoot({ uri, local }: XmlElement): Problem | undefined {
  if (uri === BPMN_NAMESPACE && local === 'definitions') return undefined
  return problem('', 'bpmn.wrong_namespace', {
    vi: `Gốc của tệp là <${local}> trong không gian tên "${uri}". Hãy xuất theo BPMN 2.0 (${BPMN_NAMESPACE}).`,
    en: `The root of the file is <${local}> in the namespace "${uri}". Export it as BPMN 2.0 (${BPMN_NAMESPACE}).`,
  })
}

function tooLarge(root: XmlElement): Problem | undefined {
  const count = countElements(root)
  if (count < MAX_ELEMENTS) return undefined
  return problem('', 'bpmn.too_many_elements', {
    vi: `Mô hình có ${count} phần tử; phải dưới ${MAX_ELEMENTS}. Hãy tách thành nhiều quy trình và dùng hoạt động gọi.`,
    en: `The model has ${count} elements; there must be fewer than ${MAX_ELEMENTS}. Split it into processes and use call activities.`,
  })
}

/** Elements of the model itself; the drawing is not counted, nor the lists of a node's flows. */
function countElements(element: XmlElement): number {
  const own = element.uri === BPMN_NAMESPACE && element.attributes.some(({ local }) => local === 'id') ? 1 : 0
  return element.children.reduce((sum, child) => sum + countElements(child), own)
}

function duplicateIds(root: XmlElement): Problem[] {
  const seen = new Set<string>()
  const found: Problem[] = []
  const visit = (element: XmlElement) => {
    const id = element.attributes.find(({ uri, local }) => uri === '' && local === 'id')?.value
    if (id !== undefined && element.uri === BPMN_NAMESPACE) {
      if (seen.has(id))
        found.push(
          problem(id, 'bpmn.duplicate_id', {
            vi: `Id "${id}" dùng hai lần. Hãy đổi một trong hai.`,
            en: `The id "${id}" stands twice. Change one of them.`,
          }),
        )
      seen.add(id)
    }
    element.children.forEach(visit)
  }
  visit(root)
  return found
}

function problemOf({ message, element, property, value }: ModdleWarning, root: XmlElement): Problem[] {
  const id = element ? idOf(element) : ''
  if (message.startsWith('unresolved reference')) {
    // The type of a value may be named by any schema; nothing here runs by it.
    if (property?.endsWith(':evaluatesToTypeRef')) return []
    return [
      problem(id, 'bpmn.unknown_reference', {
        vi: `${property?.replace(/^.*:/, '') ?? 'Tham chiếu'} chỉ đến "${value}", nhưng không có phần tử này. Hãy nối lại hoặc xóa.`,
        en: `${property?.replace(/^.*:/, '') ?? 'A reference'} points to "${value}", which does not exist. Join it again or remove it.`,
      }),
    ]
  }
  // The reader drops the second of two elements with one id; `duplicateIds` has told.
  if (/duplicate ID/.test(message)) return []
  if (message.startsWith('unparsable content')) {
    const [, line] = /line: (\d+)/.exec(message) ?? []
    const [, tag] = /<([^>\s]+)/.exec(message) ?? []
    const [, badId] = /illegal ID <([^>]*)>/.exec(message) ?? []
    if (badId !== undefined) {
      return [
        {
          ...problem(badId, 'bpmn.bad_id', {
            vi: `Id "${badId}" không hợp lệ trong XML. Hãy đổi: bắt đầu bằng chữ hoặc gạch dưới, rồi chữ, số, gạch nối, dấu chấm.`,
            en: `The id "${badId}" is none in XML. Change it: a letter or underscore first, then letters, digits, hyphens, dots.`,
          }),
          position: { line: Number(line ?? 0) + 1, column: 1 },
        },
      ]
    }
    return [
      {
        ...problem(id || idNear(root, tag ?? '', Number(line ?? 0) + 1), 'bpmn.unknown_element', {
          vi: `Phần tử <${tag}> không thuộc BPMN 2.0 ở chỗ này. Hãy đặt vào extensionElements hoặc xóa.`,
          en: `The element <${tag}> is not BPMN 2.0 in this place. Put it into extensionElements or remove it.`,
        }),
        position: { line: Number(line ?? 0) + 1, column: 1 },
      },
    ]
  }
  // Attributes of other tools are kept and need no word.
  return []
}

/** The reader names an unknown element by its line only. */
function idNear(root: XmlElement, tag: string, line: number): string {
  const name = tag.replace(/^.*:/, '')
  const open = [root]
  for (let element = open.shift(); element; element = open.shift()) {
    const id = element.attributes.find(({ uri, local }) => uri === '' && local === 'id')
    if (element.local === name && element.line >= line && id) return id.value
    open.unshift(...element.children)
  }
  return ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}
