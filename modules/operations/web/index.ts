/** What the desk may show. Everything else in this folder is private. */
export { WallPage } from './wall-page.tsx'
export { UnitsPage } from './units-page.tsx'
