import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { aFiling, aSmallCity, type SmallCity } from './small-city.ts'

export const DAY = '2023-12-01'
export const ON_THE_DAY = '2023-12-01T01:00:00.000Z'
export const head = {
  title: 'Sắp xếp phường thử',
  effectiveOn: DAY,
  legalNumber: '1/NQ-THỬ',
  legalDate: '2023-11-01',
}

export const CSV = [
  'predecessor_code,predecessor_name,successor_code,successor_name,extent',
  '00001,Phường Phúc Xá,00004,Phường Ba Đình,full',
  '00004,Phường Trúc Bạch,00004,Phường Ba Đình,partial',
  '00004,Phường Trúc Bạch,00090,Phường Hồng Hà,partial',
].join('\n')

async function* inPieces(text: string) {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7))
}

export type Around = { city: SmallCity; author: Officer; second: Officer }

export async function aCity(db: AnyDb, clock: FakeClock): Promise<Around> {
  const city = await aSmallCity(db, clock)
  return { city, author: await city.officer('quantri'), second: await city.officer('kiemsoat.hanoi') }
}

/** A draft in which everything is decided: one ward whole, one parted by share, the district follows its desks. */
export async function aDecidedDraft({ city, author }: Around): Promise<number> {
  const id = await city.reorganisations.draft(author, head)
  const { reorganisations } = city
  await reorganisations.importRows(author, id, asBytes(CSV))
  await reorganisations.planUnits(author, id, [
    { code: '001', act: 'close' },
    {
      code: '00004',
      act: 'open',
      name: 'Phường Ba Đình',
      kind: 'Phường',
      tier: 'commune',
      parentCode: '01',
      agencyCode: 'H26.901',
    },
    {
      code: '00090',
      act: 'open',
      name: 'Phường Hồng Hà',
      kind: 'Phường',
      tier: 'commune',
      parentCode: '01',
      agencyCode: 'H26.902',
    },
  ])
  await reorganisations.resolve(author, id, {
    about: 'succession',
    predecessorCode: '00004',
    rule: 'by_share',
    ways: [
      { successorCode: '00004', extent: 'partial', share: 0.6, takesPosts: true },
      { successorCode: '00090', extent: 'partial', share: 0.4 },
    ],
  })
  await reorganisations.resolve(author, id, { about: 'suggested', kind: 'unit_without_successor' })
  // The clerk of the parted ward and a desk go to the smaller part, where others stand in for the rest.
  const [desk, leader] = [await city.officer('motcua2.00004'), await city.officer('phochutich.00004')]
  for (const { postId } of [desk, leader])
    await reorganisations.resolve(author, id, { about: 'post', postId, successorCode: '00090' })
  await reorganisations.resolve(author, id, { about: 'suggested', kind: 'work_without_post' })
  return id
}

export function asBytes(text: string) {
  return inPieces(text)
}

export async function applied({ city, author, second }: Around, id: number) {
  const { reorganisations } = city
  const tried = await reorganisations.check(author, id)
  expect(tried.decisions).toEqual([])
  const { version } = await reorganisations.get(id)
  await reorganisations.approve(second, id, version)
  await reorganisations.apply(author, id, version)
  return tried
}

export async function fileSome(
  city: SmallCity,
  many: number,
): Promise<{ caseId: string; code: string; secret: string }[]> {
  const desk = await city.officer('motcua.00004')
  const filed = []
  for (let turn = 0; turn < many; turn++) {
    const { snapshot, secret } = await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))
    filed.push({ caseId: snapshot.caseId, code: snapshot.code, secret })
  }
  return filed
}
