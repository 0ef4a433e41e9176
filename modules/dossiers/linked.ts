import { Type, type Static } from 'typebox'
import { CommandKey } from '#modules/casework/contract.ts'

// Linked procedures: a part of the door of this module. Pure.

type UnitRef = { id: number; name: string }

/** How a part of a linked procedure ended. */
export type PartEnd = 'granted' | 'denied' | 'refused' | 'stopped'

/** A part of a linked procedure as those who follow the whole see it. */
export type PartView = {
  key: string
  name: string
  procedureCode: string
  /** Who does it; null while nobody competent was found. */
  unit: UnitRef | null
  /** `dropped`: what it waits for was not granted, so it will never begin. */
  state: 'waiting' | 'unplaced' | 'open' | 'paused' | 'dropped' | PartEnd
  required: boolean
  /** Names of the parts it waits for. */
  waitsFor: string[]
  code: string | null
  /** Where the dossier of the part lies now. */
  holdingUnit: UnitRef | null
  /** When it began, or is expected to. */
  opensAt: string
  /** The end of its slice; while it waits, as expected. */
  dueAt: string | null
  endedAt: string | null
  resultNumber: string | null
  /** Working minutes by which its slice is or was passed; null in time. */
  lateMinutes: number | null
  /** Why nobody was found, as the code of the refusal. */
  reason: string | null
}

/** The parts of a linked procedure, seen from the parent or from one of the parts. */
export type LinkedView<Part = PartView> = {
  parent: { code: string; procedureName: string }
  /** The part this dossier is; null on the parent. */
  part: string | null
  legalGround: string
  parts: Part[]
  /** The end of the longest path over the parts, with what has happened so far; null once all are over. */
  expectedAt: string | null
  /** Whether the longest path now ends after the whole is due. */
  atRisk: boolean
}

/** What an official sees besides: the dossiers he may open, and what he may do about a part. */
export type DeskPart = PartView & { caseId: string | null; allowedActions: 'choose_unit'[] }
export type DeskLinked = LinkedView<DeskPart> & { parentCaseId: string | null }

/** A part that is on its way to a unit, or that nobody was found for. */
export type ComingPart = {
  parentCaseId: string
  parentCode: string
  ownerName: string
  key: string
  name: string
  unit: UnitRef | null
  opensAt: string
  dueAt: string | null
  /** The late parts it waits for, with whoever holds them up. */
  late: { name: string; unit: UnitRef | null; minutes: number }[]
}
export type ComingParts = { coming: ComingPart[]; unplaced: ComingPart[] }

/** Where a part goes that nobody competent was found for. */
export const ChoosePartUnit = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  commandKey: CommandKey,
  note: Type.Optional(Type.String({ maxLength: 2000 })),
  unitId: Type.Integer({ minimum: 1 }),
})
export type ChoosePartUnit = Static<typeof ChoosePartUnit>

/** Under which component the result of a part lies among the files of its parent. */
export function resultKey(part: string): string {
  return `part-${part}`
}
