import type { ReactNode } from 'react'

/** What one version of a calendar moved; drawn by whoever knows the cases. */
export type RenderMoved = (change: { calendarId: number; version: number }) => ReactNode
