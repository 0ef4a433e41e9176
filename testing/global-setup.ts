import type { TestProject } from 'vitest/node'
import { createTemplate, startTestServer } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    adminUrl: string
  }
}

/** One server for the run; each test file's worker clones the template once. */
export async function setup(project: TestProject) {
  const server = await startTestServer()
  await createTemplate(server)
  project.provide('adminUrl', server.adminUrl)
  return () => server.stop()
}
