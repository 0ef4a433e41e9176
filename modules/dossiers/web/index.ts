/** What the desk may show. Everything else in this folder is private. */
export { WorkListPage } from './work-list-page.tsx'
export { CounterPage } from './counter-page.tsx'
export { DossierPage } from './dossier-page.tsx'
export { SearchPage } from './search-page.tsx'
export { DelegatedDossiers } from './delegated-dossiers.tsx'
export { MovedDossiers } from './moved-dossiers.tsx'
