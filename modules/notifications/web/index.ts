/** What the desk may show. Everything else in this folder is private. */
export { NoticeBell } from './notice-bell.tsx'
export { NoticesPage } from './notices-page.tsx'
