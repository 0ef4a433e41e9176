/** What the desk may show. Everything else in this folder is private. */
export { CalendarPage } from './calendar-page.tsx'
