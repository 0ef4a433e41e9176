import type { Completeness, ProcedureRecord } from '../../contract.ts'
import { completenessOf } from './completeness.ts'
import type { Doubt } from './doubts.ts'
import { channelHeader, parseChannels } from './parse-channels.ts'
import { componentHeader, parseComponents } from './parse-components.ts'
import { parseLegalGrounds, parseResults } from './parse-grounds.ts'
import { isNothing, parseAgencies, parseKind, parseLevels, parseSubjects } from './parse-lists.ts'

/** The names the national database gives the parts of a record. */
export const nationalFields = [
  'ma_thu_tuc',
  'ten_thu_tuc',
  'so_quyet_dinh',
  'cap_thuc_hien',
  'loai_thu_tuc',
  'linh_vuc',
  'doi_tuong_thuc_hien',
  'co_quan_co_tham_quyen',
  'dia_chi_tiep_nhan',
  'co_quan_duoc_uy_quyen',
  'co_quan_phoi_hop',
  'thu_tuc_lien_quan',
  'trinh_tu_thuc_hien',
  'cach_thuc_thuc_hien',
  'thanh_phan_ho_so',
  'can_cu_phap_ly',
  'co_quan_thuc_hien',
  'yeu_cau_dieu_kien',
  'ket_qua_xu_ly',
  'so_luong_ho_so',
  'raw_text',
] as const
export type NationalField = (typeof nationalFields)[number]
export type NationalRecord = Partial<Record<NationalField, string>>

/** Something worth saying about a record that keeps no field back. */
export type Finding = { path: string; vi: string; en: string }

export type ParsedRecord = {
  record: ProcedureRecord
  findings: Finding[]
  /** Fields the parser would not vouch for; the record holds null, an empty list or an undefined limit there. */
  quarantined: Doubt[]
  completeness: Completeness
  sourceText: string
}

/** Reads one published record as far as its text can be trusted. Pure: same text, same answer. */
export function parseNationalRecord(raw: NationalRecord): ParsedRecord {
  const text = (field: NationalField) => clean(raw[field] ?? '')
  const orNull = (field: NationalField) => (isNothing(text(field)) ? null : text(field))
  const findings: Finding[] = []
  const steps = text('trinh_tu_thuc_hien')
  const whole = text('raw_text')

  const channelText = recover(
    text('cach_thuc_thuc_hien'),
    channelHeader,
    whole,
    channelSection,
    '/channels',
    findings,
  )
  const componentText = recover(
    text('thanh_phan_ho_so'),
    componentHeader,
    whole,
    componentSection,
    '/componentGroups',
    findings,
  )
  const levels = parseLevels(text('cap_thuc_hien'))
  const kind = parseKind(text('loai_thu_tuc'))
  const subjects = parseSubjects(text('doi_tuong_thuc_hien'))
  const channels = parseChannels(channelText, steps)
  const components = parseComponents(componentText)
  const grounds = parseLegalGrounds(text('can_cu_phap_ly'))
  const results = parseResults(text('ket_qua_xu_ly'))

  const record: ProcedureRecord = {
    code: text('ma_thu_tuc'),
    name: text('ten_thu_tuc'),
    decisionNumber: orNull('so_quyet_dinh'),
    kind: kind.kind,
    levels: levels.levels,
    field: orNull('linh_vuc'),
    subjects: subjects.subjects,
    competentAgency: orNull('co_quan_co_tham_quyen'),
    performingAgencies: parseAgencies(text('co_quan_thuc_hien')),
    delegatedAgency: orNull('co_quan_duoc_uy_quyen'),
    coordinatingAgencies: parseAgencies(text('co_quan_phoi_hop')),
    receptionAddress: orNull('dia_chi_tiep_nhan'),
    channels: channels.channels,
    componentGroups: components.groups,
    dossierSets: setsIn(text('so_luong_ho_so'), componentText),
    steps: steps === '' ? null : steps,
    conditions: orNull('yeu_cau_dieu_kien'),
    results: results.results,
    legalGrounds: grounds.legalGrounds,
    relatedProcedures: isNothing(text('thu_tuc_lien_quan')) ? [] : [text('thu_tuc_lien_quan')],
    process: [],
    competentTier: null,
    competentUnitCode: null,
  }
  channels.channels.forEach((channel, index) => {
    const path = `/channels/${index}/limit`
    const waits = channels.doubts.some((entry) => entry.path === path)
    if (channel.limit.unit === 'undefined' && !waits) findings.push(noLimit(path))
  })
  return {
    record,
    findings,
    quarantined: [
      ...levels.doubts,
      ...kind.doubts,
      ...subjects.doubts,
      ...channels.doubts,
      ...components.doubts,
      ...results.doubts,
      ...grounds.doubts,
    ],
    completeness: completenessOf(record),
    sourceText:
      whole ||
      nationalFields
        .map((field) => text(field))
        .filter(Boolean)
        .join('\n'),
  }
}

/** Line ends and composed letters only: the words stay as published. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/gu, '\n')
    .replace(/\u0000/gu, '')
    .trim()
}

/** The sections of the page as it was published, which are whole even where the single fields were cut wrongly. */
const channelSection =
  /Cách Thức Thực Hiện(Hình thức nộpThời gianPhí, lệ phíMô tả[\s\S]*?)Thành phần hồ sơ(?=--|[\s\S]{0,4000}?Tên giấy tờMẫu đơn, tờ khaiSố lượng|Căn cứ pháp lý)/u
const componentSection =
  /Hình thức nộpThời gianPhí, lệ phíMô tả[\s\S]*?Thành phần hồ sơ([\s\S]*?)Căn cứ pháp lý(?=Tên văn bản pháp lýMã văn bản|Không có thông tin|Cơ quan thực hiện)/u

function recover(
  field: string,
  header: string,
  whole: string,
  section: RegExp,
  path: string,
  findings: Finding[],
): string {
  if (field.includes(header)) return field
  const found = section.exec(whole)?.[1]?.trim()
  if (!found?.includes(header)) return field
  findings.push({
    path,
    vi: 'Phần này bị cắt sai khi công bố; đã đọc lại từ toàn văn của trang.',
    en: 'This part was cut wrongly when published; it was read from the full text of the page.',
  })
  return found
}

/** The number of sets stands in its own field, or in a sentence among the papers; two different numbers are none. */
function setsIn(field: string, components: string): number | null {
  const spoken = [...components.matchAll(/Số lượng hồ sơ\s*:?\s*0*(\d{1,2})\s*(?:\([^)]*\)\s*)?bộ/giu)].map(
    (match) => Number(match[1]),
  )
  const own = /^0*(\d{1,2})(?:\s*\(?[\p{L} ]*\)?\s*bộ)?/u.exec(field)?.[1]
  const [sets, other] = [...new Set(own === undefined ? spoken : [Number(own)])]
  return sets === undefined || other !== undefined || sets < 1 || sets > 50 ? null : sets
}

function noLimit(path: string): Finding {
  return {
    path,
    vi: 'Bản công bố không nêu thời hạn cho hình thức nộp này.',
    en: 'The published record names no time limit for this channel.',
  }
}
