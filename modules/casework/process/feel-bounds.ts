import type { parseExpression } from 'feelin'

type SyntaxNode = ReturnType<typeof parseExpression>['topNode']

/** So many turns an expression may take over ranges of numbers, loops within loops together. */
const MOST_TURNS = 10_000

const patternOf: Readonly<Record<string, string>> = {
  matches: 'pattern',
  replace: 'pattern',
  split: 'delimiter',
}

export type Endless = { vi: string; en: string }

/** Finds what could hold the city up for hours: ranges too wide or as wide as the data say, and patterns that try for ever. */
export class FeelBounds {
  private turns = 1
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** What is endless at an element of the expression, each looked at once. */
  look(node: SyntaxNode): Endless | undefined {
    if (node.name === 'IterationContext') return this.lookAtRange(node)
    if (node.name === 'FunctionInvocation') return this.lookAtPattern(node)
    return undefined
  }

  private lookAtRange(node: SyntaxNode): Endless | undefined {
    const interval = node.firstChild?.firstChild
    const range = [node, ...(interval?.name === 'Interval' ? [interval] : [])]
      .map((one) => childrenOf(one).map((child) => this.textOf(child)))
      .find((words) => words.includes('..'))
    if (!range) return undefined
    const at = range.indexOf('..')
    const [from, to] = [Number(range[at - 1]), Number(range[at + 1])]
    this.turns *= Math.abs(to - from) + 1
    if (this.turns <= MOST_TURNS) return undefined
    return {
      vi: `vòng lặp phải có hai đầu là số và tổng cộng không quá ${MOST_TURNS} lượt; hãy duyệt một danh sách`,
      en: `a loop runs between two numbers and turns at most ${MOST_TURNS} times in all; go through a list instead`,
    }
  }

  private lookAtPattern(node: SyntaxNode): Endless | undefined {
    const name = node.firstChild ? this.textOf(node.firstChild) : ''
    const parameter = patternOf[name]
    if (parameter === undefined) return undefined
    const given = childrenOf(node).find(({ name: kind }) => kind.endsWith('Parameters'))
    const named = childrenOf(given).find((one) => this.textOf(one).startsWith(`${parameter}:`))
    const pattern = named ? named.lastChild : childrenOf(given)[1]
    if (!pattern) return undefined
    const isWritten = pattern.name === 'StringLiteral'
    if (isWritten && !triesForEver(this.textOf(pattern).slice(1, -1))) return undefined
    return {
      vi: `mẫu của ${name}() phải viết sẵn trong ngoặc kép và không lặp một nhóm đã có lặp, như (a+)+; hãy viết mẫu đơn giản hơn`,
      en: `the pattern of ${name}() stands in quotes and repeats no group that repeats already, such as (a+)+; write a simpler one`,
    }
  }

  private textOf({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to)
  }
}

function childrenOf(node: SyntaxNode | undefined): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node?.firstChild ?? null; child; child = child.nextSibling) found.push(child)
  return found
}

/** Whether a pattern repeats a group that repeats, or whose choices begin alike: such ones try in exponential time. */
export function triesForEver(pattern: string): boolean {
  const plain = pattern.replace(/\\+./gs, 'e').replace(/\[[^\]]*\]/g, 'c')
  const isOpen = /^(?:[*+]|\{\d*,\})/
  const groups: { repeats: boolean; choices: string[] }[] = [{ repeats: false, choices: [] }]
  for (let at = 0; at < plain.length; at++) {
    const group = groups[groups.length - 1]
    if (!group) return true
    if (plain[at] === '(') groups.push({ repeats: false, choices: [plain[at + 1] ?? ''] })
    else if (plain[at] === '|') group.choices.push(plain[at + 1] ?? '')
    else if (plain[at] === ')') {
      groups.pop()
      const isAlike = new Set(group.choices).size < group.choices.length
      const repeats = isOpen.test(plain.slice(at + 1))
      if (repeats && (group.repeats || isAlike)) return true
      const outer = groups[groups.length - 1]
      if (outer) outer.repeats ||= repeats || group.repeats
    } else if (isOpen.test(plain.slice(at, at + 12))) group.repeats = true
  }
  return false
}
