import type { Me, PermissionWord } from '#modules/organisation/contract.ts'

export type ScreenName =
  | 'work'
  | 'counter'
  | 'search'
  | 'review'
  | 'levels'
  | 'wall'
  | 'staff'
  | 'reorganisation'
  | 'units'
  | 'calendar'
  | 'processes'
  | 'substitution'
  | 'authorities'
  | 'incidents'
  | 'insight'

type Screen = {
  name: ScreenName
  path: string
  key: string
  permission: PermissionWord
  /** Opens it too. */
  orPermission?: PermissionWord
}

/**
 * Every screen of the desk, the key that leads there, and the word that opens it. The digits are used up: further screens
 * take Shift and a letter, never a letter alone, which acts on what the screen shows.
 */
const screens: readonly Screen[] = [
  { name: 'work', path: '/work', key: '1', permission: 'dossiers.read' },
  { name: 'counter', path: '/counter', key: '2', permission: 'dossiers.receive' },
  { name: 'search', path: '/search', key: '3', permission: 'dossiers.read' },
  { name: 'review', path: '/review', key: '4', permission: 'catalogue.review' },
  { name: 'levels', path: '/levels', key: 'shift+l', permission: 'catalogue.publish' },
  { name: 'wall', path: '/wall', key: '5', permission: 'operations.watch' },
  { name: 'staff', path: '/staff', key: '6', permission: 'organisation.manage' },
  { name: 'reorganisation', path: '/reorganisation', key: '7', permission: 'organisation.reorganise' },
  {
    name: 'units',
    path: '/units',
    key: 'shift+t',
    permission: 'dossiers.read',
    orPermission: 'organisation.reorganise',
  },
  { name: 'calendar', path: '/calendar', key: '0', permission: 'calendar.declare' },
  { name: 'processes', path: '/processes', key: '8', permission: 'casework.draft_process' },
  { name: 'substitution', path: '/substitution', key: '9', permission: 'dossiers.read' },
  { name: 'authorities', path: '/authorities', key: 'shift+u', permission: 'dossiers.read' },
  { name: 'incidents', path: '/incidents', key: 'shift+i', permission: 'casework.handle_incidents' },
  { name: 'insight', path: '/insight', key: 'shift+m', permission: 'casework.mine' },
]

/** The screens a post may use; the server asks again for each of their calls. */
export function screensFor(me: Me): Screen[] {
  const granted = new Set(me.grants.map(({ permission }) => permission))
  return screens.filter(
    ({ permission, orPermission }) =>
      granted.has(permission) || (orPermission !== undefined && granted.has(orPermission)),
  )
}

/** The screen of an address that the post may not use; undefined where it may, and where no word is asked for. */
export function screenRefused(me: Me, pathname: string): Screen | undefined {
  const screen = screens.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
  return screen && !screensFor(me).includes(screen) ? screen : undefined
}
