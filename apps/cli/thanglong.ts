import { AppError } from '#platform/errors.ts'

/** Every verb of the command line; each is loaded only when asked for. */
const verbs: Record<string, { summary: string; load(): Promise<{ run(args: string[]): Promise<number> }> }> =
  {
    start: { summary: 'brings the city up and serves until it is stopped', load: () => import('./start.ts') },
    migrate: { summary: 'brings the database forward and ends', load: () => import('./migrate.ts') },
    import: {
      summary: 'procedures FILE.jsonl: reads records of the national database',
      load: () => import('./import.ts'),
    },
    verify: {
      summary: 'recomputes rows, hash chains, indicators and files, and says what differs',
      load: () => import('./verify.ts'),
    },
    show: {
      summary: 'CODE: prints the history of a case, one event a line',
      load: () => import('./show.ts'),
    },
    simulate: {
      summary: '--day [DATE] --speed N --dossiers N --seed TEXT: drives a working day',
      load: () => import('./simulate.ts'),
    },
    demo: {
      summary: 'reorganise | clock DATE: carries the demo city into 1 July 2025, or to another day',
      load: () => import('./demo.ts'),
    },
  }

async function main(args: string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  const verb = verbs[name]
  if (!verb) {
    process.stdout.write(
      `thanglong <verb>\n\n${Object.entries(verbs)
        .map(([word, { summary }]) => `  ${word.padEnd(10)} ${summary}`)
        .join('\n')}\n`,
    )
    return name === 'help' || name === '--help' ? 0 : 2
  }
  const { run } = await verb.load()
  return run(rest)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // A refusal is for the person at the terminal; anything else is a bug and shows where it is.
  process.stderr.write(
    error instanceof AppError
      ? `\n${error.vi}\n\n${error.en}\n`
      : `${error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exitCode = 1
}
