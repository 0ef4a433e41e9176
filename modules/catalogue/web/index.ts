/** What the desk may show. Everything else in this folder is private. */
export { LevelsPage } from './levels-page.tsx'
export { QuarantinePage } from './quarantine-page.tsx'
export { SubjectPicker, type Subjects } from './subject-picker.tsx'
