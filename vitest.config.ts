import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/dist/**', 'checks/planted/**']

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...never, '**/*.db.test.{ts,tsx}'],
          pool: 'forks',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.{ts,tsx}'],
          exclude: never,
          globalSetup: ['testing/global-setup.ts'],
          // Native parts (Argon2, Typst) do not survive the end of a thread; a process they do.
          pool: 'forks',
          isolate: false,
          // No test waits, so a slow machine is the only reason for a long one.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          exclude: never,
          globalSetup: ['e2e/global-setup.ts'],
          pool: 'forks',
          isolate: false,
          // A browser and a city for each: more at a time would only wait for each other.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
