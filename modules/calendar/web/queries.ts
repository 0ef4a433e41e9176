import { queryOptions } from '@tanstack/react-query'
import { api } from '#platform/ui/api.ts'
import type { CalendarChange, CalendarView, DayOffDeclared, DeclareDayOff, YearDays } from '../contract.ts'

export const calendarsQuery = queryOptions({
  queryKey: ['calendar', 'list'],
  queryFn: ({ signal }) =>
    api.get<{ today: string; calendars: CalendarView[] }>('/api/calendars', { signal }),
})

export function yearQuery(calendarId: number, year: number) {
  return queryOptions({
    queryKey: ['calendar', 'days', calendarId, year],
    queryFn: ({ signal }) => api.get<YearDays>(`/api/calendars/${calendarId}/days?year=${year}`, { signal }),
  })
}

export const changesQuery = queryOptions({
  queryKey: ['calendar', 'changes'],
  queryFn: ({ signal }) => api.get<{ changes: CalendarChange[] }>('/api/calendars/changes', { signal }),
})

export function postDayOff(ask: DeclareDayOff): Promise<DayOffDeclared> {
  return api.post<DayOffDeclared>('/api/calendars/days-off', ask)
}
