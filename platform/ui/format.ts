import type { Language } from './i18n.ts'

/** All of the city reads one clock, wherever the browser stands. */
const cityTimeZone = 'Asia/Ho_Chi_Minh'
const nothing = '–'

type Instant = string | Date | null | undefined

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: cityTimeZone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: cityTimeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const isoDayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: cityTimeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** `dd/MM/yyyy` in the city's zone. */
export function formatDate(instant: Instant): string {
  const date = asDate(instant)
  return date ? dayFormat.format(date) : nothing
}

/** `HH:mm` in the city's zone. */
export function formatTime(instant: Instant): string {
  const date = asDate(instant)
  return date ? timeFormat.format(date) : nothing
}

/** `dd/MM/yyyy HH:mm` in the city's zone. */
export function formatDateTime(instant: Instant): string {
  const date = asDate(instant)
  return date ? `${dayFormat.format(date)} ${timeFormat.format(date)}` : nothing
}

/** A calendar day, `YYYY-MM-DD`, which has no zone, as `dd/MM/yyyy`. */
export function formatDay(day: string | null | undefined): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : nothing
}

/** The city's calendar day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: Date): string {
  return isoDayFormat.format(instant)
}

/** A day as people type it (`5/3/1990`, `05-03-1990`, `05031990`) as `YYYY-MM-DD`; undefined when it is no day. */
export function readDay(typed: string): string | undefined {
  const text = typed.trim()
  const parts = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text)
  if (!parts) return undefined
  const [year, month, day] = [Number(parts[3]), Number(parts[2]), Number(parts[1])]
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && year >= 1800 ? date.toISOString().slice(0, 10) : undefined
}

const numberFormats = new Map<number, Intl.NumberFormat>()

/** `1.234,5`: at most that many digits after the comma. */
export function formatNumber(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return nothing
  let format = numberFormats.get(digits)
  if (!format) {
    format = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits })
    numberFormats.set(digits, format)
  }
  return format.format(value)
}

export function formatMoney(dong: number | null | undefined): string {
  return dong === null || dong === undefined ? nothing : `${formatNumber(dong)}\u00a0đ`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${formatNumber(bytes)} B`
  if (bytes < 1024 * 1024) return `${formatNumber(bytes / 1024)} KB`
  return `${formatNumber(bytes / 1024 / 1024, 1)} MB`
}

const units = {
  vi: { day: ['ngày', 'ngày'], hour: ['giờ', 'giờ'], minute: ['phút', 'phút'] },
  en: { day: ['day', 'days'], hour: ['hour', 'hours'], minute: ['minute', 'minutes'] },
} as const

const minutesOfWorkingDay = 8 * 60

/** Time on the wall clock in words: `2 ngày 3 giờ`, the two largest units; the sign is the caller's. */
export function formatDuration(minutes: number, language: Language): string {
  return inWords(minutes, 24 * 60, language)
}

/** Working time in words: `2 ngày 3 giờ làm việc`, a day of eight hours; the sign is the caller's. */
export function formatWorkingMinutes(minutes: number, language: Language): string {
  const words = formatWorkingDays(minutes, language)
  return language === 'vi' ? `${words} làm việc` : `${words} of working time`
}

/** The same without saying that it is working time, where that is plain. */
export function formatWorkingDays(minutes: number, language: Language): string {
  return inWords(minutes, minutesOfWorkingDay, language)
}

function inWords(minutes: number, dayLength: number, language: Language): string {
  const whole = Math.round(Math.abs(minutes))
  const counts = {
    day: Math.floor(whole / dayLength),
    hour: Math.floor((whole % dayLength) / 60),
    minute: whole % 60,
  }
  const parts = (['day', 'hour', 'minute'] as const)
    .filter((unit) => counts[unit] > 0 && !(unit === 'minute' && counts.day > 0))
    .map((unit) => `${formatNumber(counts[unit])} ${units[language][unit][counts[unit] === 1 ? 0 : 1]}`)
  return parts.length > 0 ? parts.join(' ') : `0 ${units[language].minute[1]}`
}

/** Text as search compares it: no marks, no case, đ as d, one form of Unicode. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').trim()
}

function asDate(instant: Instant): Date | undefined {
  if (instant === null || instant === undefined) return undefined
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? undefined : date
}
