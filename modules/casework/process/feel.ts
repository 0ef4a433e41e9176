import { ProcessFailure } from './failure.ts'
import { FeelBounds } from './feel-bounds.ts'
import type { Json, Vars } from './json.ts'
import {
  evaluate,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelTime,
  parseExpression,
  parseUnaryTests,
  unaryTest,
  type EvaluationResult,
} from 'feelin'

export type FeelFault = {
  code: 'feel.syntax' | 'feel.clock' | 'feel.empty' | 'feel.foreign' | 'feel.endless'
  at: number
  vi: string
  en: string
}

/** Some tools write `= x` where they mean the expression `x`. */
export function feelText(written: string): string {
  const text = written.trim()
  return text.startsWith('=') ? text.slice(1).trim() : text
}

/** The fault of an expression, with its place, or undefined for a good one. */
export function checkFeel(text: string, form: 'expression' | 'unary' = 'expression'): FeelFault | undefined {
  if (text.trim() === '')
    return { code: 'feel.empty', at: 0, vi: 'biểu thức trống', en: 'the expression is empty' }
  if (/^[$#]\{/.test(text.trim())) {
    return {
      code: 'feel.foreign',
      at: 0,
      vi: 'biểu thức ${…} không phải FEEL; hãy viết lại bằng FEEL, ví dụ: soTien > 100',
      en: 'an expression ${…} is not FEEL; write it in FEEL, for instance: amount > 100',
    }
  }
  const tree =
    form === 'expression' ? parseExpression(text, {}, undefined) : parseUnaryTests(text, {}, undefined)
  let fault: FeelFault | undefined
  const bounds = new FeelBounds(text)
  tree.iterate({
    enter(node) {
      if (fault) return false
      if (node.type.isError) {
        fault = {
          code: 'feel.syntax',
          at: node.from,
          vi: `sai cú pháp FEEL tại ký tự ${node.from + 1}`,
          en: `FEEL cannot be read at character ${node.from + 1}`,
        }
      }
      const name = node.type.name === 'VariableName' ? text.slice(node.from, node.to) : ''
      if ((name === 'now' || name === 'today') && text[node.from - 1] !== '.') {
        fault = {
          code: 'feel.clock',
          at: node.from,
          vi: `${name}() cho kết quả khác nhau mỗi lần chạy; hãy dùng một trường của hồ sơ`,
          en: `${name}() answers differently at each replay; use a field of the case`,
        }
      }
      const endless = bounds.look(node.node)
      if (endless) fault ??= { code: 'feel.endless', at: node.from, ...endless }
      return !fault
    },
  })
  return fault
}

/** The value of an expression, as it can be stored. Errors: ProcessFailure. */
export function valueOf(text: string, context: Vars): Json {
  const { value, warnings } = evaluate(text, context)
  if ((value === null || value === undefined) && warnings.length > 0)
    throw new ProcessFailure('feel.no_value', factsOf(text, value, warnings))
  return storable(text, value)
}

/** The truth of a condition. Errors: ProcessFailure where it is neither true nor false. */
export function isTrue(text: string, context: Vars): boolean {
  const { value, warnings } = evaluate(text, context)
  if (typeof value !== 'boolean') throw new ProcessFailure('feel.not_boolean', factsOf(text, value, warnings))
  return value
}

/** Whether a cell of a decision table holds for a value; a test that cannot be decided does not hold. */
export function holds(test: string, input: unknown, context: { readonly [name: string]: unknown }): boolean {
  return unaryTest(test, { ...context, '?': input }).value === true
}

/** The value of an expression as FEEL itself sees it, dates and durations still typed. */
export function typedValueOf(text: string, context: { readonly [name: string]: unknown }): unknown {
  return evaluate(text, { ...context }).value ?? null
}

function factsOf(
  expression: string,
  value: unknown,
  warnings: EvaluationResult<unknown>['warnings'],
): ProcessFailure['facts'] {
  return {
    expression,
    got: value === null || value === undefined ? 'null' : typeof value,
    warnings: warnings.map(({ message }) => message),
  }
}

export function storable(text: string, value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (
    value instanceof FeelDate ||
    value instanceof FeelDateTime ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  )
    return isoOf(value)
  if (Array.isArray(value)) return value.map((one) => storable(text, one))
  if (typeof value === 'object' && isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, storable(text, one)]))
  throw new ProcessFailure('feel.not_storable', { expression: text, got: typeof value, warnings: [] })
}

function isoOf(value: FeelDate | FeelDateTime | FeelTime | FeelDuration): string {
  return 'iso' in value && typeof value.iso === 'string' ? value.iso : String(value)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
