/** What the desk and other modules may show. Everything else in this folder is private. */
export { ProcessesPage } from './processes-page.tsx'
export { ProcessPage } from './process-page.tsx'
export { ProcessDiagram, type DiagramNote } from './process-diagram.tsx'
export { IncidentsPage } from './incidents-page.tsx'
export { InsightPage } from './insight-page.tsx'
