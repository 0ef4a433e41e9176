import pg from 'pg'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { fiveSteps } from '../five-steps.ts'
import { auditOf, facts, makeTables, type Peer } from './peer.ts'

const HOUR_S = 3600

/** DBOS 5: a durable workflow waits for a message before each step and writes its audit record as a checkpointed step. */
export async function dbosPeer(pool: pg.Pool, url: string): Promise<Peer> {
  const schema = 'peer_dbos'
  await makeTables(pool, schema)
  const own = new pg.Pool({ connectionString: url, max: 20 })
  own.on('error', () => undefined)
  const waiting = new Map<string, () => void>()
  const quiet = () => undefined

  async function carry(caseId: string, dossier: typeof facts) {
    for (const [index] of fiveSteps.entries()) {
      await DBOS.recv(fiveSteps[index], { timeoutSeconds: HOUR_S })
      await DBOS.runStep(
        async () => {
          await pool.query({
            name: 'dbos.audit',
            text: `insert into ${schema}.audit (case_id, seq, at, payload) values ($1, $2, now(), $3)`,
            values: [caseId, index + 1, JSON.stringify(auditOf(caseId, index))],
          })
        },
        { name: fiveSteps[index] ?? '' },
      )
      waiting.get(`${caseId}.${index}`)?.()
    }
    return dossier.code
  }
  const workflow = DBOS.registerWorkflow(carry, { name: 'carry' })
  DBOS.setConfig({
    name: 'bench',
    systemDatabasePool: own,
    systemDatabaseUrl: url.replace('@/', '@localhost/'),
    logger: { info: quiet, debug: quiet, warn: quiet, error: quiet },
  })
  await DBOS.launch()
  return {
    name: 'dbos',
    floor: 10,
    cases: 180,
    async open(caseId) {
      await DBOS.startWorkflow(workflow, { workflowID: caseId })(caseId, facts)
    },
    async step(caseId, index) {
      const done = new Promise<void>((resolve) => waiting.set(`${caseId}.${index}`, resolve))
      await DBOS.send(caseId, auditOf(caseId, index), fiveSteps[index])
      await done
      waiting.delete(`${caseId}.${index}`)
    },
    async close() {
      await DBOS.shutdown()
      await own.end().catch(quiet)
    },
  }
}
