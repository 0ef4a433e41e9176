import { type TInteger, type TString, Type } from 'typebox'

// Pieces the schemas of this module are made of.

export function text(maxLength = 200_000) {
  return Type.String({ maxLength })
}

export function name(maxLength = 40_000) {
  return Type.String({ minLength: 1, maxLength })
}

export function orNull<T extends TString | TInteger>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return Type.Unsafe<Words[number]>(Type.Enum([...words]))
}

export function count() {
  return Type.Integer({ minimum: 0, maximum: 1_000 })
}

export function isoDate() {
  return Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
}
