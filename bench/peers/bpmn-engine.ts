import type pg from 'pg'
import { Engine, type BpmnEngineExecutionState } from 'bpmn-engine'
import { fiveSteps } from '../five-steps.ts'
import { auditOf, facts, insert, load, makeTables, save, type Peer } from './peer.ts'

const flows = ['start', ...fiveSteps].map(
  (from, index) =>
    `<sequenceFlow id="f${index}" sourceRef="${from}" targetRef="${fiveSteps[index] ?? 'end'}" />`,
)
const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://bpmn.io/schema/bpmn">
  <process id="dossier" isExecutable="true">
    <startEvent id="start" />
    ${fiveSteps.map((step) => `<userTask id="${step}" />`).join('')}
    <endEvent id="end" />
    ${flows.join('')}
  </process>
</definitions>`

/** bpmn-engine 25: the execution is recovered from its stored state, the waiting user task signalled, and the new state stored. */
export async function bpmnPeer(pool: pg.Pool): Promise<Peer> {
  const schema = 'peer_bpmn'
  await makeTables(pool, schema)
  const engine = new Engine({ name: 'dossier', source, variables: facts })
  const execution = await engine.execute()
  const first = execution.getState()
  // `stop` answers only when something was still running to be stopped.
  void execution.stop()
  return {
    name: 'bpmn_engine',
    floor: 20,
    cases: 90,
    open: (caseId) => insert(pool, schema, caseId, first),
    async step(caseId, index) {
      const { version, state } = await load(pool, schema, caseId)
      const resumed = await new Engine({ name: 'dossier' })
        .recover(state as BpmnEngineExecutionState)
        .resume()
      resumed.signal({ id: fiveSteps[index] ?? '' })
      await save(pool, schema, caseId, version, resumed.getState(), auditOf(caseId, index))
      void resumed.stop()
    },
    close: async () => undefined,
  }
}
