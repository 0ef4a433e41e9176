import { readFileSync } from 'node:fs'
import Type from 'typebox'
import Value from 'typebox/value'
import {
  ProcedureRecordSchema,
  type Channel,
  type ComponentGroup,
  type FilingChannel,
  type ProcedureComponent,
  type ProcedureLevel,
  type ProcedureRecord,
} from '#modules/catalogue/contract.ts'
import { demoUnits2023 } from '../hanoi/vertical-agencies.ts'
import {
  FormFile,
  LegalGroundFile,
  ProcedureFacts,
  SharedComponentFile,
  type Certainty,
  type DemoProcedure,
} from './procedure-file.ts'
import { linkedGroup } from './linked-facts.ts'
import { parseLimit } from './parse-limit.ts'
import { processRows } from './process-rows.ts'

export type { DemoProcedure, ProcedureCertainty } from './procedure-file.ts'

const factFiles = [
  'civil-status.json',
  'certification.json',
  'residence-and-identity.json',
  'land-housing-environment.json',
  'business-and-investment.json',
  'construction-and-planning.json',
  'justice.json',
  'other-departments.json',
]

const councilGround =
  'Mức thu do Hội đồng nhân dân thành phố quyết định (Thông tư 85/2019/TT-BTC); chưa đối chiếu số tiền.'
const feeLawGround = 'Theo Luật Phí và lệ phí và văn bản hướng dẫn; bản ghi quốc gia không nêu số tiền.'

/** The procedures the demo city works on, read from the facts beside this file and completed by rule. */
export function demoProcedures(): DemoProcedure[] {
  return proceduresOf(Value.Parse(Type.Array(ProcedureFacts), factFiles.flatMap(readRows)))
}

/** From when on no district decides. */
export const TWO_TIERS_FROM = '2025-07-01'

/**
 * The same where there are no districts: the national database lists at the commune all that districts decided here. Who does
 * which step there was not found, and follows our rule for communes.
 */
export function demoProceduresOfTwoTiers(): DemoProcedure[] {
  return proceduresOf(Value.Parse(Type.Array(ProcedureFacts), factFiles.flatMap(readRows)).map(atTheCommune))
}

function atTheCommune(facts: ProcedureFacts): ProcedureFacts {
  if (facts.decides !== 'district') return facts
  const { travels: _, levels, agency, ...rest } = facts
  return {
    ...rest,
    decides: 'commune',
    ...(levels ? { levels: levels.map((level) => (level === 'district' ? 'commune' : level)) } : {}),
    ...(agency ? { agency: agency.replace('cấp huyện', 'cấp xã') } : {}),
  }
}

function proceduresOf(facts: readonly ProcedureFacts[]): DemoProcedure[] {
  const procedures = facts.map(demoProcedure)
  const byCode = new Map(procedures.map((procedure) => [procedure.record.code, procedure.record]))
  for (const { code, linked } of facts) {
    const record = byCode.get(code)
    if (record && linked) record.linked = linkedGroup(linked, record, byCode)
  }
  return procedures
}

const forms = Value.Parse(FormFile, readJson('forms.json'))
const sharedComponents = Value.Parse(SharedComponentFile, readJson('shared-components.json'))
const legalGrounds = Value.Parse(LegalGroundFile, readJson('legal-grounds.json'))
const departmentNames = new Map(
  demoUnits2023().flatMap((unit) => (unit.tier === 'department' ? [[unit.code, unit.name] as const] : [])),
)

function demoProcedure(facts: ProcedureFacts): DemoProcedure {
  const tier = facts.decides === 'commune' || facts.decides === 'district' ? facts.decides : 'department'
  const travels = facts.travels ?? false
  const channels = channelsOf(facts)
  const record: ProcedureRecord = {
    code: facts.code,
    name: facts.name,
    decisionNumber: facts.decision,
    kind: null,
    levels: facts.levels ?? [levelOf(tier)],
    field: facts.field,
    subjects: facts.subjects ?? ['citizen'],
    competentAgency: facts.agency ?? agencyOf(facts.decides),
    performingAgencies: [facts.agency ?? agencyOf(facts.decides)],
    delegatedAgency: null,
    coordinatingAgencies: [],
    receptionAddress: receptionOf(facts),
    channels,
    componentGroups: componentGroupsOf(facts),
    dossierSets: 1,
    steps: stepsOf(facts, tier),
    conditions: facts.conditions ?? null,
    results: facts.results.map(([name, code]) => ({ name, code })),
    legalGrounds: facts.grounds.map((number) => ({
      number,
      title: lookUp(legalGrounds, number, 'legal-grounds.json'),
    })),
    relatedProcedures: [],
    process: processRows({
      linked: facts.linked !== undefined,
      limits: channels.map((channel) => channel.limit),
      tier,
      travels,
      checks: facts.checks,
      result: facts.results[0]?.[0] ?? 'Kết quả',
      ...(facts.process ? { statedHours: facts.process } : {}),
      ...(facts.twoPersons ? { twoPersons: true } : {}),
    }),
    form: lookUp(forms, facts.form, 'forms.json'),
    competentTier: tier,
    competentUnitCode: tier === 'department' ? facts.decides : null,
  }
  return {
    record: Value.Parse(ProcedureRecordSchema, record),
    formId: facts.form,
    filedAt: travels ? ['commune', tier] : [tier],
    travels,
    certainty: {
      code: sure(!facts.codeUnverified),
      name: 'verified',
      decisionNumber: 'verified',
      limit: sure(!facts.limitNote && !facts.limitUnverified),
      fee: sure(isFeeStated(facts)),
      components: sure(facts.read === 'record'),
      results: sure(facts.read === 'record'),
      legalGrounds: sure(facts.read === 'record'),
      competentTier: 'unverified',
      process: sure(facts.process !== undefined),
      form: 'unverified',
    },
  }
}

function channelsOf(facts: ProcedureFacts): Channel[] {
  return (facts.channels ?? ['counter', 'online', 'post']).map((channel): Channel => {
    const fee = feeOf(facts, channel)
    return {
      channel,
      limit: parseLimit(facts.limits?.[channel] ?? facts.limit),
      feeVnd: typeof fee === 'number' ? fee : null,
      feeNote: sentences(
        fee === 'council' ? councilGround : fee === 'fee-law' ? feeLawGround : null,
        facts.feeNote,
      ),
      note: sentences(limitNoteOf(facts.limitNote), facts.limitText),
    }
  })
}

function feeOf(facts: ProcedureFacts, channel: FilingChannel) {
  const ofChannel = facts.fees?.[channel]
  return ofChannel === undefined ? facts.fee : ofChannel
}

/** Free and stated amounts are facts of the record; amounts set elsewhere, lost or contradicting are not. */
function isFeeStated(facts: ProcedureFacts): boolean {
  return typeof facts.fee === 'number' && !facts.feeUnverified
}

function limitNoteOf(note: string | undefined): string | null {
  if (!note) return null
  if (note === 'no-limit')
    return 'Bản ghi quốc gia không có thông tin về thời hạn; giá trị minh họa, chưa kiểm chứng.'
  const shown = note.split(':')[1]
  return `Bản ghi quốc gia chỉ ghi số ${shown}, mất đơn vị; đơn vị ở đây là giá trị minh họa, chưa kiểm chứng.`
}

function componentGroupsOf(facts: ProcedureFacts): ComponentGroup[] {
  const taken = new Set<string>()
  const paper = ([name, originals, copies]: ProcedureFacts['submit'][number]): ProcedureComponent => ({
    id: uniqueId(name, taken),
    name,
    originals,
    copies,
  })
  const presented = (facts.present ?? []).map((key) => {
    const component = lookUp(sharedComponents, key, 'shared-components.json')
    return { id: uniqueId(key, taken), ...component }
  })
  return [
    { caseName: null, purpose: 'submit', components: facts.submit.map(paper) },
    ...(presented.length > 0 ? [{ caseName: null, purpose: 'present' as const, components: presented }] : []),
    ...(facts.cases ?? []).map((group) => ({
      caseName: group.case,
      purpose: 'submit' as const,
      components: group.submit.map(paper),
    })),
  ]
}

function uniqueId(name: string, taken: Set<string>): string {
  const base = name
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replaceAll(/^-+|-+$/g, '')
  let id = base
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
  taken.add(id)
  return id
}

function stepsOf(facts: ProcedureFacts, tier: DemoProcedure['filedAt'][number]): string {
  const result = facts.results.map(([name]) => name).join('; ')
  const online = (facts.channels ?? ['online']).includes('online')
  return [
    `Nộp hồ sơ: ${receptionOf(facts)}${online ? ', hoặc nộp trực tuyến' : ''}.`,
    'Cán bộ một cửa kiểm tra thành phần hồ sơ; hồ sơ thiếu thì hướng dẫn bổ sung một lần bằng phiếu; hồ sơ đủ thì cấp giấy tiếp nhận và hẹn trả kết quả.',
    ...(facts.travels
      ? [`Nơi tiếp nhận bàn giao hồ sơ cho ${facts.agency ?? agencyOf(facts.decides)}.`]
      : []),
    `Chuyên viên ${facts.checks}.`,
    ...(tier === 'commune' ? [] : ['Trưởng phòng soát xét và trình lãnh đạo.']),
    'Lãnh đạo ký; văn thư cho số, đóng dấu và phát hành.',
    `Người nộp nhận kết quả tại nơi đã nộp hoặc trên tài khoản của mình: ${result}.`,
  ]
    .map((step, index) => `Bước ${index + 1}. ${step}`)
    .join('\n')
}

function receptionOf(facts: ProcedureFacts): string {
  const desk = 'Bộ phận Tiếp nhận và Trả kết quả của '
  const own = desk + (facts.decides === 'commune' ? 'Ủy ban nhân dân cấp xã' : agencyOf(facts.decides))
  return facts.travels ? `${desk}Ủy ban nhân dân cấp xã nơi ở, hoặc của ${agencyOf(facts.decides)}` : own
}

function agencyOf(decides: string): string {
  if (decides === 'commune') return 'Ủy ban nhân dân cấp xã'
  if (decides === 'district') return 'Ủy ban nhân dân cấp huyện'
  const name = departmentNames.get(decides)
  if (!name) throw new Error(`No department "${decides}" in units-2023.json; use the code of one of the 20.`)
  return name
}

function levelOf(tier: DemoProcedure['filedAt'][number]): ProcedureLevel {
  return tier === 'department' ? 'province' : tier
}

function lookUp<T>(table: Record<string, T>, key: string, file: string): T {
  const value = table[key]
  if (value === undefined)
    throw new Error(`"${key}" is not in data/procedures/${file}; add it there or mend the name.`)
  return value
}

function sentences(...parts: (string | null | undefined)[]): string | null {
  return parts.filter((part) => part).join(' ') || null
}

function sure(isSure: boolean): Certainty {
  return isSure ? 'verified' : 'unverified'
}

function readRows(name: string): unknown[] {
  const rows = readJson(name)
  if (!Array.isArray(rows)) throw new Error(`data/procedures/${name} must hold a list.`)
  return rows
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
}
