import type { TestProject } from 'vitest/node'
import { createTemplate, startTestServer, TEMPLATE } from '#testing/database.ts'
import { startCity, temporaryFolder } from './city.ts'

/** One PostgreSQL for the run. The demo city is loaded once, by the real program; each journey has a copy of it. */
export async function setup(project: TestProject) {
  const server = await startTestServer()
  const { folder, remove } = temporaryFolder()
  try {
    await createTemplate(server)
    const city = await startCity(folder, { DATABASE_URL: server.urlOf(TEMPLATE) })
    await city.stop()
  } catch (error) {
    await server.stop()
    throw error
  } finally {
    remove()
  }
  project.provide('adminUrl', server.adminUrl)
  return () => server.stop()
}
