import { SaxesParser } from 'saxes'
import { problem, type Problem } from './problem.ts'

/** An element as it stands in the file, prefixes resolved. */
export type XmlElement = {
  uri: string
  local: string
  attributes: { uri: string; local: string; value: string }[]
  children: XmlElement[]
  /** The text directly within, CDATA included. */
  text: string
  line: number
  column: number
}

export const MAX_XML_CHARACTERS = 8_000_000
const MAX_DEPTH = 200

/** Entities and document types are refused on the bare text, before any parser sees them. */
export function guardXml(text: string): Problem | undefined {
  if (text.length > MAX_XML_CHARACTERS) {
    return problem('', 'xml.too_large', {
      vi: `Tệp dài quá ${MAX_XML_CHARACTERS.toLocaleString('vi')} ký tự. Hãy tách mô hình thành nhiều quy trình gọi nhau.`,
      en: `The file is longer than ${MAX_XML_CHARACTERS} characters. Split the model into processes that call each other.`,
    })
  }
  let at = text.indexOf('<!')
  while (at >= 0) {
    const end = text.startsWith('<!--', at)
      ? text.indexOf('-->', at + 4)
      : text.startsWith('<![CDATA[', at)
        ? text.indexOf(']]>', at + 9)
        : -2
    if (end === -2) {
      const position = placeIn(text, at)
      return {
        ...problem('', 'xml.entities', {
          vi: `Dòng ${position.line} có khai báo DOCTYPE hoặc thực thể XML, điều này không được nhận vì lý do an toàn. Hãy xóa khai báo và viết thẳng nội dung.`,
          en: `Line ${position.line} declares a document type or an XML entity, which is refused for safety. Remove the declaration and write the content itself.`,
        }),
        position,
      }
    }
    if (end < 0) return undefined
    at = text.indexOf('<!', end)
  }
  return undefined
}

export function placeIn(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') }
}

/** Reads a file that passed the guard; a fault names its line. */
export function readXml(text: string): { root: XmlElement } | { fault: Problem } {
  const guarded = guardXml(text)
  if (guarded) return { fault: guarded }
  const parser = new SaxesParser({ xmlns: true, position: true })
  const path: XmlElement[] = []
  let root: XmlElement | undefined
  let fault: Problem | undefined
  const fail = (message: string) => {
    fault ??= {
      ...problem('', 'xml.not_well_formed', {
        vi: `Tệp XML hỏng ở dòng ${parser.line}: ${message}. Hãy xuất lại từ công cụ vẽ.`,
        en: `The XML is broken at line ${parser.line}: ${message}. Export it again from the drawing tool.`,
      }),
      position: { line: parser.line, column: parser.column + 1 },
    }
  }
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('opentag', (tag) => {
    if (fault) return
    const element: XmlElement = {
      uri: tag.uri,
      local: tag.local,
      attributes: Object.values(tag.attributes)
        .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
        .map(({ uri, local, value }) => ({ uri, local, value })),
      children: [],
      text: '',
      line: parser.line,
      column: parser.column + 1,
    }
    const parent = path[path.length - 1]
    if (parent) parent.children.push(element)
    else root = element
    path.push(element)
    if (path.length > MAX_DEPTH) fail(`elements stand more than ${MAX_DEPTH} deep in each other`)
  })
  parser.on('closetag', () => void path.pop())
  const addText = (more: string) => {
    const element = path[path.length - 1]
    if (element) element.text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text.replace(/^\uFEFF/, ''))
  if (!fault) parser.close()
  if (fault) return { fault }
  return root
    ? { root }
    : {
        fault: problem('', 'xml.empty', {
          vi: 'Tệp trống. Hãy chọn tệp BPMN.',
          en: 'The file is empty. Choose a BPMN file.',
        }),
      }
}

export function attributeOf(element: XmlElement, local: string, uri = ''): string | undefined {
  return element.attributes.find((one) => one.local === local && one.uri === uri)?.value
}
