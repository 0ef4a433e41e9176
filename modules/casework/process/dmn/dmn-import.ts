import { checkFeel } from '../feel.ts'
import { problem, type Problem } from '../problem.ts'
import { attributeOf, placeIn, readXml, type XmlElement } from '../xml-tree.ts'
import type {
  Aggregator,
  Decision,
  DecisionInput,
  DecisionLogic,
  DecisionOutput,
  DecisionRule,
  HitPolicy,
  ValueType,
} from './decision.ts'

const MAX_RULES = 5_000

/** DMN 1.2 to 1.5 say the same in the part that is read here. */
const namespaces = [
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
]

export type DmnImport = { xml: string; decisions: Decision[]; problems: Problem[] }

type Reading = {
  refuse(problem: Problem): void
  types: ReadonlyMap<string, { type: ValueType; allowed: string | null }>
}

/** Reads a DMN file: decision tables and literal expressions with what they need of each other. Never throws. */
export function importDmn(xml: string): DmnImport {
  const problems: Problem[] = []
  const read = readXml(xml)
  if ('fault' in read) return { xml, decisions: [], problems: [read.fault] }
  const { root } = read
  if (root.local !== 'definitions' || !namespaces.includes(root.uri)) {
    const words = {
      vi: `Gốc của tệp là <${root.local}> trong không gian tên "${root.uri}". Hãy xuất theo DMN 1.3.`,
      en: `The root of the file is <${root.local}> in the namespace "${root.uri}". Export it as DMN 1.3.`,
    }
    return { xml, decisions: [], problems: [problem('', 'dmn.wrong_namespace', words)] }
  }
  const reading: Reading = { refuse: (one) => problems.push(one), types: itemTypes(root) }
  for (const element of root.children) if (instead[element.local]) refuseKind(element, reading)
  const decisions = childrenOf(root, 'decision').flatMap((element) => readDecision(element, reading))
  checkNeeds(decisions, reading)
  if (decisions.length === 0 && problems.length === 0)
    problems.push(
      problem('', 'dmn.no_decision', {
        vi: 'Tệp không có quyết định nào. Hãy thêm ít nhất một bảng.',
        en: 'The file holds no decision. Add at least one table.',
      }),
    )
  return { xml, decisions, problems }
}

const instead: Record<string, { vi: string; en: string }> = {
  businessKnowledgeModel: { vi: 'một quyết định riêng', en: 'a decision of its own' },
  decisionService: { vi: 'gọi thẳng quyết định', en: 'the decision itself' },
  import: { vi: 'một tệp chứa mọi quyết định cần dùng', en: 'one file with all decisions needed' },
  invocation: { vi: 'yêu cầu thông tin (informationRequirement)', en: 'an information requirement' },
  context: { vi: 'nhiều quyết định nhỏ', en: 'several small decisions' },
  relation: { vi: 'bảng quyết định', en: 'a decision table' },
  list: { vi: 'biểu thức FEEL dạng danh sách', en: 'a FEEL list in a literal expression' },
  functionDefinition: { vi: 'biểu thức FEEL', en: 'a literal expression' },
}

function refuseKind(element: XmlElement, { refuse }: Reading, id = idOf(element)) {
  const words = instead[element.local]
  refuse({
    ...problem(id, 'dmn.not_executable', {
      vi: `Phần tử ${element.local} không chạy được ở đây. Hãy dùng ${words?.vi ?? 'bảng quyết định hoặc biểu thức FEEL'}.`,
      en: `The element ${element.local} cannot be run here. Use ${words?.en ?? 'a decision table or a literal expression'}.`,
    }),
    position: { line: element.line, column: element.column },
  })
}

function readDecision(element: XmlElement, reading: Reading): Decision[] {
  const id = idOf(element)
  const name = attributeOf(element, 'name') ?? id
  const variable = childrenOf(element, 'variable')[0]
  const needs = childrenOf(element, 'informationRequirement').flatMap((one) =>
    childrenOf(one, 'requiredDecision').map((needed) =>
      (attributeOf(needed, 'href') ?? '').replace(/^#/, ''),
    ),
  )
  for (const knowledge of childrenOf(element, 'knowledgeRequirement'))
    reading.refuse(
      problem(id, 'dmn.knowledge', {
        vi: `Quyết định "${name}" cần mô hình tri thức (dòng ${knowledge.line}). Hãy viết thành quyết định riêng và nối bằng yêu cầu thông tin.`,
        en: `The decision "${name}" needs a knowledge model (line ${knowledge.line}). Write it as a decision and join it by an information requirement.`,
      }),
    )
  const logic = readLogic(element, id, reading)
  return logic
    ? [{ id, name, variable: (variable && attributeOf(variable, 'name')) || name, needs, logic }]
    : []
}

function readLogic(element: XmlElement, id: string, reading: Reading): DecisionLogic | undefined {
  const [table] = childrenOf(element, 'decisionTable')
  if (table) return readTable(table, id, reading)
  const [literal] = childrenOf(element, 'literalExpression')
  if (literal) {
    if (isForeign(literal))
      reading.refuse(foreignLanguage(id, attributeOf(literal, 'expressionLanguage') ?? ''))
    return { is: 'literal', text: readFeel(id, literal, 'expression', reading) }
  }
  const other = element.children.find(({ local }) => instead[local])
  if (other) refuseKind(other, reading, id)
  else
    reading.refuse(
      problem(id, 'dmn.no_logic', {
        vi: `Quyết định "${id}" chưa có bảng hay biểu thức. Hãy thêm một bảng quyết định.`,
        en: `The decision "${id}" has neither table nor expression. Add a decision table.`,
      }),
    )
  return undefined
}

const hitPolicies: Record<string, HitPolicy> = {
  UNIQUE: 'U',
  ANY: 'A',
  FIRST: 'F',
  'RULE ORDER': 'R',
  COLLECT: 'C',
}
const aggregators: readonly string[] = ['SUM', 'MIN', 'MAX', 'COUNT'] satisfies Aggregator[]

function readTable(table: XmlElement, decisionId: string, reading: Reading): DecisionLogic | undefined {
  const id = idOf(table) || decisionId
  const written = attributeOf(table, 'hitPolicy') ?? 'UNIQUE'
  const hitPolicy = hitPolicies[written]
  const aggregation = attributeOf(table, 'aggregation')
  const outputs = childrenOf(table, 'output').map((one) => readOutput(one, reading))
  const inputs = childrenOf(table, 'input').map((one) => readInput(one, reading))
  if (!hitPolicy) {
    reading.refuse(
      problem(id, 'dmn.hit_policy', {
        vi: `Chính sách "${written}" không chạy được. Hãy dùng FIRST và xếp dòng theo ưu tiên, hoặc RULE ORDER khi cần cả danh sách.`,
        en: `The hit policy "${written}" cannot be run. Use FIRST with the rules in order of priority, or RULE ORDER for the whole list.`,
      }),
    )
    return undefined
  }
  const aggregator = isAggregator(aggregation) ? aggregation : null
  if (aggregation !== undefined && (hitPolicy !== 'C' || !aggregator || outputs.length !== 1)) {
    reading.refuse(
      problem(id, 'dmn.aggregation', {
        vi: 'Phép gộp chỉ dùng với COLLECT và đúng một cột kết quả; chọn SUM, MIN, MAX hoặc COUNT.',
        en: 'An aggregation goes with COLLECT and exactly one output; choose SUM, MIN, MAX or COUNT.',
      }),
    )
  }
  if (outputs.length === 0)
    reading.refuse(
      problem(id, 'dmn.no_output', {
        vi: 'Bảng chưa có cột kết quả. Hãy thêm một cột.',
        en: 'The table has no output. Add a column.',
      }),
    )
  if (outputs.length > 1 && outputs.some(({ name }) => name === ''))
    reading.refuse(
      problem(id, 'dmn.output_name', {
        vi: 'Bảng có nhiều cột kết quả thì mỗi cột phải có tên.',
        en: 'Where a table has several outputs each needs a name.',
      }),
    )
  const rules = childrenOf(table, 'rule')
  if (rules.length > MAX_RULES)
    reading.refuse(
      problem(id, 'dmn.too_many_rules', {
        vi: `Bảng có ${rules.length} dòng, quá ${MAX_RULES}. Hãy tách bảng.`,
        en: `The table has ${rules.length} rules, more than ${MAX_RULES}. Split it.`,
      }),
    )
  return {
    is: 'table',
    hitPolicy,
    aggregator,
    inputs,
    outputs,
    rules: rules.slice(0, MAX_RULES).map((rule) => readRule(rule, inputs.length, outputs.length, reading)),
  }
}

function isAggregator(word: string | undefined): word is Aggregator {
  return word !== undefined && aggregators.includes(word)
}

function readInput(element: XmlElement, reading: Reading): DecisionInput {
  const [expression] = childrenOf(element, 'inputExpression')
  const id = idOf(element)
  if (!expression) {
    reading.refuse(
      problem(id, 'dmn.no_input_expression', {
        vi: 'Cột điều kiện chưa có biểu thức. Hãy ghi tên trường của hồ sơ.',
        en: 'The input has no expression. Name a field of the case.',
      }),
    )
    return { expression: 'null', type: 'any', allowed: null }
  }
  const known = typeOf(attributeOf(expression, 'typeRef'), reading)
  return {
    expression: readFeel(id, expression, 'expression', reading),
    type: known.type,
    allowed: allowedOf(element, 'inputValues', id, reading) ?? known.allowed,
  }
}

function readOutput(element: XmlElement, reading: Reading): DecisionOutput {
  const id = idOf(element)
  const known = typeOf(attributeOf(element, 'typeRef'), reading)
  const [fallback] = childrenOf(element, 'defaultOutputEntry')
  return {
    name: attributeOf(element, 'name') ?? '',
    type: known.type,
    allowed: allowedOf(element, 'outputValues', id, reading) ?? known.allowed,
    fallback: fallback ? readFeel(id, fallback, 'expression', reading) : null,
  }
}

function readRule(element: XmlElement, inputs: number, outputs: number, reading: Reading): DecisionRule {
  const id = idOf(element)
  const tests = childrenOf(element, 'inputEntry')
  const gives = childrenOf(element, 'outputEntry')
  if (tests.length !== inputs || gives.length !== outputs) {
    reading.refuse({
      ...problem(id, 'dmn.rule_width', {
        vi: `Dòng "${id}" có ${tests.length} điều kiện và ${gives.length} kết quả, bảng cần ${inputs} và ${outputs}.`,
        en: `Rule "${id}" has ${tests.length} tests and ${gives.length} results, the table needs ${inputs} and ${outputs}.`,
      }),
      position: { line: element.line, column: element.column },
    })
  }
  return {
    id,
    tests: tests.map((one) => (isAnything(one) ? null : readFeel(id, one, 'unary', reading))),
    gives: gives.map((one) => (textWithin(one) === '' ? 'null' : readFeel(id, one, 'expression', reading))),
  }
}

function isAnything(element: XmlElement): boolean {
  const text = textWithin(element)
  return text === '' || text === '-'
}

function readFeel(
  id: string,
  element: XmlElement,
  form: 'expression' | 'unary',
  { refuse }: Reading,
): string {
  const text = textWithin(element)
  if (isForeign(element)) {
    refuse(foreignLanguage(id, attributeOf(element, 'expressionLanguage') ?? ''))
    return text
  }
  const fault = checkFeel(text, form)
  if (fault) {
    const place = placeIn(text, fault.at)
    refuse({
      ...problem(id, fault.code, {
        vi: `"${text}" không dùng được: ${fault.vi}.`,
        en: `"${text}" cannot be used: ${fault.en}.`,
      }),
      position: { line: element.line + place.line - 1, column: place.column },
    })
  }
  return text
}

function isForeign(element: XmlElement): boolean {
  const language = attributeOf(element, 'expressionLanguage')
  return language !== undefined && !/feel/i.test(language)
}

function foreignLanguage(id: string, language: string): Problem {
  return problem(id, 'dmn.language', {
    vi: `Biểu thức viết bằng ${language}. Hãy viết lại bằng FEEL; mã lệnh không được chạy.`,
    en: `The expression is written in ${language}. Write it in FEEL; program text is never run.`,
  })
}

function allowedOf(element: XmlElement, name: string, id: string, reading: Reading): string | null {
  const [allowed] = childrenOf(element, name)
  return allowed && textWithin(allowed) !== '' ? readFeel(id, allowed, 'unary', reading) : null
}

const typeWords: Record<string, ValueType> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
}

function typeOf(
  written: string | undefined,
  { types }: Pick<Reading, 'types'>,
): { type: ValueType; allowed: string | null } {
  const word = (written ?? '').replace(/^feel:/, '')
  return types.get(word) ?? { type: typeWords[word] ?? 'any', allowed: null }
}

/** Types the model gives names to; of structures and lists nothing is checked. */
function itemTypes(root: XmlElement): Map<string, { type: ValueType; allowed: string | null }> {
  return new Map(
    childrenOf(root, 'itemDefinition').map((item) => {
      const [base] = childrenOf(item, 'typeRef')
      const [allowed] = childrenOf(item, 'allowedValues')
      const isList = attributeOf(item, 'isCollection') === 'true'
      const type = isList || !base ? 'any' : (typeWords[base.text.trim().replace(/^feel:/, '')] ?? 'any')
      return [
        attributeOf(item, 'name') ?? '',
        { type, allowed: allowed && !isList ? textWithin(allowed) : null },
      ]
    }),
  )
}

function checkNeeds(decisions: readonly Decision[], { refuse }: Reading) {
  const byId = new Map(decisions.map((one) => [one.id, one]))
  const done = new Set<string>()
  const visit = (decision: Decision, path: readonly string[]) => {
    if (done.has(decision.id)) return
    for (const need of decision.needs) {
      const needed = byId.get(need)
      if (!needed)
        refuse(
          problem(decision.id, 'dmn.unknown_decision', {
            vi: `Cần quyết định "${need}" nhưng không có. Hãy thêm hoặc bỏ đường nối.`,
            en: `It needs the decision "${need}", which is not there. Add it or remove the requirement.`,
          }),
        )
      else if (need === decision.id || path.includes(need))
        refuse(
          problem(decision.id, 'dmn.needs_itself', {
            vi: `Quyết định "${decision.name}" cần chính nó qua ${[...path, decision.id].join(' → ')}. Hãy cắt vòng.`,
            en: `The decision "${decision.name}" needs itself by way of ${[...path, decision.id].join(' → ')}. Cut the circle.`,
          }),
        )
      else visit(needed, [...path, decision.id])
    }
    done.add(decision.id)
  }
  for (const decision of decisions) visit(decision, [])
}

function childrenOf(element: XmlElement, local: string): XmlElement[] {
  return element.children.filter((one) => one.local === local && one.uri === element.uri)
}

function textWithin(element: XmlElement): string {
  return (childrenOf(element, 'text')[0]?.text ?? '').trim()
}

function idOf(element: XmlElement): string {
  return attributeOf(element, 'id') ?? ''
}
