import type pg from 'pg'
import { createActor, createMachine, type Snapshot } from 'xstate'
import { fiveSteps } from '../five-steps.ts'
import { auditOf, facts, insert, load, makeTables, save, type Peer } from './peer.ts'

const machine = createMachine({
  id: 'dossier',
  context: facts,
  initial: fiveSteps[0],
  states: {
    ...Object.fromEntries(
      fiveSteps.map((step, index) => [step, { on: { [step]: fiveSteps[index + 1] ?? 'decided' } }]),
    ),
    decided: { type: 'final' },
  },
})

/** XState 5: the machine is restored from its stored snapshot, sent one event, and its new snapshot stored with an audit record. */
export async function xstatePeer(pool: pg.Pool): Promise<Peer> {
  const schema = 'peer_xstate'
  await makeTables(pool, schema)
  const first = createActor(machine).start().getPersistedSnapshot()
  return {
    name: 'xstate',
    floor: 1,
    cases: 1500,
    open: (caseId) => insert(pool, schema, caseId, first),
    async step(caseId, index) {
      const { version, state } = await load(pool, schema, caseId)
      const actor = createActor(machine, { snapshot: state as Snapshot<unknown> }).start()
      actor.send({ type: fiveSteps[index] ?? '' })
      await save(pool, schema, caseId, version, actor.getPersistedSnapshot(), auditOf(caseId, index))
      actor.stop()
    },
    close: async () => undefined,
  }
}
