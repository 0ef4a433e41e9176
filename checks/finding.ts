/** One thing a check refuses: which rule, where, and how to mend it. */
export type Finding = { rule: string; file: string; line?: number; message: string }

/** The tree a check looks at: the repository itself, or a planted violation that stands in for one. */
export type Tree = { root: string; files: readonly string[]; read(file: string): string }

export function describe(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`
  return `${place}  [${finding.rule}] ${finding.message}`
}

/** Reports every line on which the pattern occurs. */
export function findingsByLine(
  rule: string,
  file: string,
  text: string,
  pattern: RegExp,
  message: (match: string) => string,
): Finding[] {
  const found: Finding[] = []
  for (const [index, line] of text.split('\n').entries()) {
    for (const match of line.matchAll(pattern)) {
      found.push({ rule, file, line: index + 1, message: message(match[0]) })
    }
  }
  return found
}
