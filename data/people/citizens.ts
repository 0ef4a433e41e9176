import type { HanoiUnit } from '../hanoi/units.ts'
import { drawing, pick, pickInteger } from './draw.ts'
import { personName, syntheticAddress, syntheticIdentityNumber, syntheticPhone, type Sex } from './names.ts'

/** Somebody who files dossiers in the demo city. Every detail is made up. */
export type DemoCitizen = {
  /** Sign-in name of the portal, for the few who have an account. */
  login?: string
  fullName: string
  sex: Sex
  birthDate: string
  identityNumber: string
  phone: string
  email?: string
  address: string
  communeCode: string
}

/** The citizen of that seed: the same person each time it is asked for. */
export function demoCitizen(seed: string, communes: readonly HanoiUnit[]): DemoCitizen {
  const draw = drawing(`citizen:${seed}`)
  const commune = pick(draw, communes)
  const { fullName, sex } = personName(`citizen:${seed}`)
  const address = syntheticAddress(seed, commune)
  return {
    fullName,
    sex,
    birthDate: [
      pickInteger(draw, 1945, 2004),
      twoDigits(pickInteger(draw, 1, 12)),
      twoDigits(pickInteger(draw, 1, 28)),
    ].join('-'),
    identityNumber: syntheticIdentityNumber(seed),
    phone: syntheticPhone(seed),
    address: address.line,
    communeCode: address.communeCode,
  }
}

/** The citizens with a portal account: `congdan1` … with mail at a domain that cannot exist. */
export function demoCitizens(units: readonly HanoiUnit[], count = 12): DemoCitizen[] {
  const communes = units.filter((unit) => unit.tier === 'commune')
  return Array.from({ length: count }, (_, index) => {
    const login = `congdan${index + 1}`
    return { ...demoCitizen(login, communes), login, email: `${login}@example.invalid` }
  })
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
