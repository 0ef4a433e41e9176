/** What the desk may show. Everything else in this folder is private. */
export { SignInPage } from './sign-in-page.tsx'
export { AccountMenu } from './account-menu.tsx'
export { ReorganisationPage } from './reorganisation-page.tsx'
export { AuthorityPage } from './authority-page.tsx'
export { SubstitutionPage } from './substitution-page.tsx'
export { ActingBanner } from './acting-banner.tsx'
export { StaffPage } from './staff-page.tsx'
export { meQuery } from './queries.ts'
