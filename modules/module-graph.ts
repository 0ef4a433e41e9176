/**
 * Who exists, who owns what, and who may call whom. The architecture check and the diagram in ARCHITECTURE.md
 * are both read from this table, so a call that is not listed here does not compile into the product.
 */
export type ModuleName =
  | 'organisation'
  | 'calendar'
  | 'files'
  | 'notifications'
  | 'catalogue'
  | 'indicators'
  | 'casework'
  | 'dossiers'
  | 'operations'
  | 'portal'

export type ModuleNode = {
  /** Calls go to lower levels only (and, inside level 1, to the calendar); knowledge flows up by events. */
  level: number
  /** What this module owns, in one sentence. */
  owns: string
  mayCall: readonly ModuleName[]
  /** Modules whose events it subscribes to; 'everybody' hears the whole event log. */
  hears: readonly ModuleName[] | 'everybody'
}

export const moduleGraph: Record<ModuleName, ModuleNode> = {
  organisation: {
    level: 0,
    owns: 'Units, posts and people in time, sign-in, and the permissions a post carries.',
    mayCall: [],
    hears: [],
  },
  calendar: {
    level: 1,
    owns: 'Working hours, holidays and swap days, and the legal clock computed from them.',
    mayCall: ['organisation'],
    hears: [],
  },
  files: {
    level: 1,
    owns: 'Uploaded and issued files, addressed by their content.',
    mayCall: ['organisation'],
    hears: [],
  },
  notifications: {
    level: 1,
    owns: 'What officials and citizens are told: inbox, preferences, watched cases, e-mail.',
    mayCall: ['organisation'],
    hears: [],
  },
  catalogue: {
    level: 1,
    owns: 'Procedures in versions: components, fees, limits, channels, process tables, import and review.',
    mayCall: ['organisation', 'calendar'],
    hears: [],
  },
  indicators: {
    level: 1,
    owns: 'Measures, their folds over events, and the proof behind every figure.',
    mayCall: ['organisation', 'calendar'],
    hears: 'everybody',
  },
  casework: {
    level: 2,
    owns: 'The case engine: definitions, cases, open tasks, and the hash-chained history.',
    mayCall: ['organisation', 'calendar'],
    hears: [],
  },
  dossiers: {
    level: 3,
    owns: 'One-stop dossiers: intake, slips, hand-over, supplements, decisions and results.',
    mayCall: ['organisation', 'calendar', 'files', 'notifications', 'catalogue', 'indicators', 'casework'],
    hears: ['casework'],
  },
  operations: {
    level: 4,
    owns: 'The wall: map, drill-down, live figures and their proofs on screen.',
    mayCall: ['organisation', 'calendar', 'catalogue', 'indicators', 'casework', 'dossiers'],
    hears: 'everybody',
  },
  portal: {
    level: 4,
    owns: 'The citizen’s pages: search, filing, following and receiving, with their accounts and drafts.',
    mayCall: ['organisation', 'calendar', 'files', 'notifications', 'catalogue', 'casework', 'dossiers'],
    hears: [],
  },
}

export const moduleNames = Object.keys(moduleGraph) as ModuleName[]

/** Whether server code or contracts of `caller` may use the doors of `callee`. */
export function mayCall(caller: ModuleName, callee: ModuleName): boolean {
  return caller === callee || moduleGraph[caller].mayCall.includes(callee)
}
