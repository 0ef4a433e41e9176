import type { HanoiUnit } from '#data/hanoi/units.ts'
import { demoCitizen } from '#data/people/citizens.ts'
import { pick, pickInteger } from '#data/people/draw.ts'
import { personName } from '#data/people/names.ts'
import type { FormField, ProcedureRecord } from '#modules/catalogue/contract.ts'
import type { ComponentReceived, FormData, Party } from '#modules/dossiers/contract.ts'

type Draw = () => number

/** A made-up owner living in one of the communes. */
export function ownerOf(seed: string, communes: readonly HanoiUnit[]): Party {
  const { fullName, identityNumber, birthDate, address, phone } = demoCitizen(seed, communes)
  return { kind: 'citizen', fullName, identityNumber, dateOfBirth: birthDate, address, phone }
}

/** The form as a person would fill it in: every field that must be, and most of the others. */
export function filledForm(draw: Draw, seed: string, fields: readonly FormField[]): FormData {
  const form: FormData = {}
  for (const field of fields) {
    if (field.required || draw() < 0.7)
      form[field.key] = valueOf(draw, seed, field).slice(0, field.maxLength ?? 200)
  }
  return form
}

const phrases = [
  'Theo giấy tờ kèm theo',
  'Bổ sung hồ sơ cá nhân',
  'Phục vụ công việc của gia đình',
  'Theo yêu cầu của cơ quan sử dụng',
  'Như đã kê khai lần trước',
]

function valueOf(draw: Draw, seed: string, { key, type, options }: FormField): string {
  switch (type) {
    case 'date':
      return `${pickInteger(draw, 1985, 2022)}-${twoDigits(pickInteger(draw, 1, 12))}-${twoDigits(pickInteger(draw, 1, 28))}`
    case 'number':
      return String(pickInteger(draw, 1, 12))
    case 'select':
      return pick(draw, options ?? []).value
    case 'text':
      return /(Name|Head|manager|head)$/.test(key) &&
        !/^(document|company|business|project|paper|house)/.test(key)
        ? personName(`${seed}:${key}`).fullName
        : pick(draw, phrases)
  }
}

/** What lies in the folder when nothing is missing: what must be handed in, and what the State looks up itself. */
export function broughtComponents({ componentGroups }: ProcedureRecord): ComponentReceived[] {
  return componentGroups
    .filter((group) => group.caseName === null)
    .flatMap((group) => group.components)
    .map(({ id, originals, copies, knownToState }) =>
      knownToState
        ? { componentId: id, originals: 0, copies: 0, fromData: true }
        : { componentId: id, originals: originals ?? 0, copies: copies ?? 0 },
    )
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
