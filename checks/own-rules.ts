import { architectureRules, checkArchitecture } from './architecture.ts'
import { checkDiagram, diagramRules } from './diagram.ts'
import type { Finding, Tree } from './finding.ts'
import { checkLinks, linkRules } from './links.ts'
import { checkMessages, messageRules } from './messages.ts'
import { checkMigrations, migrationRules } from './migrations.ts'
import { checkNames, nameRules } from './names.ts'
import { checkPrivacy, privacyRules } from './privacy.ts'
import { checkTests, testRules } from './tests.ts'

/** A group of our own rules: what they are called, and the function that finds their violations in a tree. */
export type RuleGroup = { title: string; rules: readonly string[]; check(tree: Tree): Finding[] }

export const ownRules: readonly RuleGroup[] = [
  { title: 'architecture', rules: architectureRules, check: checkArchitecture },
  { title: 'names and sizes', rules: nameRules, check: checkNames },
  { title: 'privacy', rules: privacyRules, check: checkPrivacy },
  { title: 'tests and clock', rules: testRules, check: checkTests },
  { title: 'messages', rules: messageRules, check: checkMessages },
  { title: 'migrations', rules: migrationRules, check: checkMigrations },
  { title: 'links', rules: linkRules, check: checkLinks },
  { title: 'diagram', rules: diagramRules, check: checkDiagram },
]
