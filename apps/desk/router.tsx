import { Button } from '@mantine/core'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Navigate,
  Outlet,
  useLocation,
} from '@tanstack/react-router'
import { permissions } from '#modules/organisation/contract.ts'
import { NoticesPage } from '#modules/notifications/web/index.ts'
import {
  AuthorityPage,
  ReorganisationPage,
  StaffPage,
  SubstitutionPage,
} from '#modules/organisation/web/index.ts'
import { EmptyNote } from '#platform/ui/empty-note.tsx'
import { fill, useLanguage, useWords } from '#platform/ui/i18n.ts'
import { deskEn } from './messages.en.ts'
import { deskVi } from './messages.vi.ts'
import { MissingPage } from './missing-page.tsx'
import { screenRefused, screensFor } from './screens.ts'
import { SessionGate } from './session-gate.tsx'
import { useMe } from './session.ts'
import { Shell } from './shell.tsx'

// Screens are fetched when first opened, each module in a file of its own.
const dossiers = () => import('#modules/dossiers/web/index.ts')
const WorkListPage = lazyRouteComponent(dossiers, 'WorkListPage')
const CounterPage = lazyRouteComponent(dossiers, 'CounterPage')
const DossierPage = lazyRouteComponent(dossiers, 'DossierPage')
const SearchPage = lazyRouteComponent(dossiers, 'SearchPage')
const catalogue = () => import('#modules/catalogue/web/index.ts')
const QuarantinePage = lazyRouteComponent(catalogue, 'QuarantinePage')
const LevelsPage = lazyRouteComponent(catalogue, 'LevelsPage')
const SubjectPicker = lazyRouteComponent(catalogue, 'SubjectPicker')
const DelegatedDossiers = lazyRouteComponent(dossiers, 'DelegatedDossiers')
const MovedDossiers = lazyRouteComponent(dossiers, 'MovedDossiers')
const CalendarPage = lazyRouteComponent(() => import('#modules/calendar/web/index.ts'), 'CalendarPage')
const processes = () => import('#modules/casework/web/index.ts')
const ProcessesPage = lazyRouteComponent(processes, 'ProcessesPage')
const ProcessPage = lazyRouteComponent(processes, 'ProcessPage')
const IncidentsPage = lazyRouteComponent(processes, 'IncidentsPage')
const InsightPage = lazyRouteComponent(processes, 'InsightPage')
const operations = () => import('#modules/operations/web/index.ts')
const WallPage = lazyRouteComponent(operations, 'WallPage')
const UnitsPage = lazyRouteComponent(operations, 'UnitsPage')

/** The addresses of the desk: everything behind the sign-in, everything but the wall inside the shell. */
export function createDeskRouter() {
  const root = createRootRoute({ component: Root, notFoundComponent: MissingPage })
  const wall = createRoute({ getParentRoute: () => root, path: '/wall', component: WallPage })
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: ShellLayout })
  const inShell = [
    createRoute({ getParentRoute: () => shell, path: '/', component: Start }),
    createRoute({ getParentRoute: () => shell, path: '/work', component: Work }),
    createRoute({ getParentRoute: () => shell, path: '/counter', component: Counter }),
    createRoute({ getParentRoute: () => shell, path: '/dossiers/$caseId', component: Dossier }),
    createRoute({ getParentRoute: () => shell, path: '/search', component: SearchPage }),
    createRoute({ getParentRoute: () => shell, path: '/review', component: QuarantinePage }),
    createRoute({ getParentRoute: () => shell, path: '/levels', component: LevelsPage }),
    createRoute({ getParentRoute: () => shell, path: '/notices', component: NoticesPage }),
    createRoute({ getParentRoute: () => shell, path: '/processes', component: ProcessesPage }),
    createRoute({ getParentRoute: () => shell, path: '/processes/$processId', component: ProcessPage }),
    createRoute({ getParentRoute: () => shell, path: '/incidents', component: IncidentsPage }),
    createRoute({ getParentRoute: () => shell, path: '/insight', component: InsightPage }),
    createRoute({ getParentRoute: () => shell, path: '/staff', component: Staff }),
    createRoute({ getParentRoute: () => shell, path: '/calendar', component: Calendar }),
    createRoute({ getParentRoute: () => shell, path: '/reorganisation', component: ReorganisationPage }),
    createRoute({ getParentRoute: () => shell, path: '/units', component: Units }),
    createRoute({ getParentRoute: () => shell, path: '/substitution', component: Substitution }),
    createRoute({ getParentRoute: () => shell, path: '/authorities', component: Authorities }),
  ]
  return createRouter({
    routeTree: root.addChildren([wall, shell.addChildren(inShell)]),
    basepath: '/desk',
    defaultPreload: 'intent',
    scrollRestoration: true,
    // What is chosen on the wall stands in its address too; only another unit in focus is another place to read.
    getScrollRestorationKey: ({ pathname, searchStr, href, state }) =>
      pathname.endsWith('/wall')
        ? `${pathname} ${new URLSearchParams(searchStr).get('unit')}`
        : (state.__TSR_key ?? href),
  })
}

function Root() {
  return (
    <SessionGate>
      <Outlet />
    </SessionGate>
  )
}

function ShellLayout() {
  const { pathname } = useLocation()
  const refused = screenRefused(useMe(), pathname)
  return <Shell>{refused ? <NotYours screen={refused} /> : <Outlet />}</Shell>
}

/** In place of a screen that the post may not use: which one, for whom, and a way on. */
function NotYours({ screen }: { screen: NonNullable<ReturnType<typeof screenRefused>> }) {
  const words = useWords({ vi: deskVi, en: deskEn })
  const { language } = useLanguage()
  const right = permissions[screen.permission][language]
  return (
    <EmptyNote
      wholePage
      title={fill(words.notYours.title, { screen: words.screens[screen.name] })}
      action={
        <Button component={Link} to="/" variant="default">
          {words.notYours.back}
        </Button>
      }
    >
      {fill(words.notYours.text, { right })}
    </EmptyNote>
  )
}

function Work() {
  return <WorkListPage me={useMe()} />
}

function Counter() {
  return <CounterPage me={useMe()} />
}

function Dossier() {
  return <DossierPage me={useMe()} />
}

function Staff() {
  return <StaffPage me={useMe()} />
}

function Calendar() {
  return <CalendarPage renderMoved={(change) => <MovedDossiers {...change} />} />
}

function Substitution() {
  return <SubstitutionPage me={useMe()} renderSubjects={(props) => <SubjectPicker {...props} />} />
}

function Authorities() {
  return (
    <AuthorityPage
      me={useMe()}
      renderSubjects={(props) => <SubjectPicker {...props} />}
      renderDossiers={(authorityId) => <DelegatedDossiers authorityId={authorityId} />}
    />
  )
}

function Units() {
  return (
    <UnitsPage maySeeDossiers={useMe().grants.some(({ permission }) => permission === 'dossiers.read')} />
  )
}

function Start() {
  const words = useWords({ vi: deskVi, en: deskEn })
  const first = screensFor(useMe())[0]
  if (first) return <Navigate to={first.path} replace />
  return (
    <EmptyNote wholePage title={words.nothingGranted.title}>
      {words.nothingGranted.text}
    </EmptyNote>
  )
}
