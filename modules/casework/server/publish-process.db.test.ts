import { expect } from 'vitest'
import type { FakeClock } from '#platform/clock.ts'
import type { AnyDb } from '#platform/database.ts'
import { dbTest } from '#testing/db-test.ts'
import { aFiling, aSmallCity, GUARDIANSHIP, type SmallCity } from '#testing/small-city.ts'
import { fileAtCounter } from '#modules/dossiers/server/index.ts'
import type { ProcessStep } from '../contract.ts'
import { removeDraft, saveVersion, startProcess, startVersion } from './draft-process.ts'
import { publishVersion, retireVersion, sendVersionBack, submitVersion } from './publish-process.ts'
import { checkContent, getDetail, getVersion, listAll } from './show-process.ts'

const decision = { decisionNumber: '12/QĐ-THỬ', decisionDate: '2023-11-01', validFrom: '2023-11-09' }

async function aCity(db: AnyDb, clock: FakeClock) {
  const city = await aSmallCity(db, clock)
  const { parts } = city.processes
  const author = await city.officer('kiemsoat.hanoi')
  const second = await city.officer('dieuhanh.hanoi')
  const file = async () => {
    const desk = await city.officer('motcua.00004')
    return (await fileAtCounter(city.dossiers.parts, desk, await aFiling(city))).snapshot
  }
  return { city, parts, author, second, file }
}

async function aDraft({ parts, author }: Awaited<ReturnType<typeof aCity>>) {
  const key = await startProcess(parts, author, { subject: GUARDIANSHIP })
  const { content } = await getVersion(parts, author, key.id, key.no)
  if (content.form !== 'table') throw new Error('a draft begins as a table')
  return { key, steps: content.steps }
}

/** A decision with one rule that always holds. */
function aDecision(id: string, gives: string): string {
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d"><decision id="${id}" name="Thử">
    <decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression id="e" typeRef="string"><text>channel</text></inputExpression></input>
    <output id="o" name="o" typeRef="string"/><rule id="r"><inputEntry id="ri"><text>-</text></inputEntry><outputEntry id="ro"><text>${gives}</text></outputEntry></rule></decisionTable>
  </decision></definitions>`
}

async function published(around: Awaited<ReturnType<typeof aCity>>, more: Partial<typeof decision> = {}) {
  const { key, steps } = await aDraft(around)
  const { parts, author, second } = around
  await submitVersion(parts, author, key, { revision: 1 })
  await publishVersion(parts, second, key, { revision: 2, ...decision, ...more })
  return { key, steps }
}

function numbered(city: SmallCity, definitionId: number, db: AnyDb) {
  return city.casework.getMachine(db, definitionId)
}

dbTest(
  'a draft begins as the procedure’s own table and, published by another, new dossiers take it',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { city, parts, author, second, file } = around
    const before = await file()
    const { key, steps } = await aDraft(around)
    expect(steps.map((step) => step.key)).toEqual(
      (await numbered(city, before.definitionId, db)).steps.map((step) => step.key),
    )
    const fewer: ProcessStep[] = steps.filter((step) => step.key !== 'issue')
    await saveVersion(parts, author, key, {
      revision: 1,
      content: { form: 'table', steps: fewer, dmn: null },
      note: 'bỏ bước phát hành',
    })
    await submitVersion(parts, author, key, { revision: 2 })
    expect((await getVersion(parts, author, key.id, key.no)).allowedActions).toEqual(['send_back'])
    expect((await file()).definitionId, 'a submitted version holds for nobody').toBe(before.definitionId)
    await publishVersion(parts, second, key, { revision: 3, ...decision })
    const after = await file()
    expect(after.definitionId).not.toBe(before.definitionId)
    expect((await numbered(city, after.definitionId, db)).steps.map((step) => step.key)).toEqual(
      fewer.map((step) => step.key),
    )
    const detail = await getDetail(parts, author, key.id)
    expect(detail.ownTable).toEqual({ openCases: 2 })
    expect(detail.versions).toMatchObject([
      { no: 1, state: 'published', openCases: 1, inForce: true, decisionNumber: '12/QĐ-THỬ' },
    ])
    expect((await listAll(parts, author, 'giám hộ')).processes).toHaveLength(1)
    expect((await listAll(parts, author, 'không có')).processes).toEqual([])
  },
)

dbTest('whoever wrote in a version does not publish it, nor one who may not', async ({ db, clock }) => {
  const around = await aCity(db, clock)
  const { parts, author, second, city } = around
  const { key, steps } = await aDraft(around)
  const content = { form: 'table' as const, steps, dmn: null }
  await saveVersion(parts, second, key, { revision: 1, content })
  await submitVersion(parts, second, key, { revision: 2 })
  for (const hand of [author, second])
    await expect(publishVersion(parts, hand, key, { revision: 3, ...decision })).rejects.toMatchObject({
      code: 'casework.version_action',
    })
  const leader = await city.officer('motcua.00004')
  await expect(publishVersion(parts, leader, key, { revision: 3, ...decision })).rejects.toMatchObject({
    code: 'organisation.forbidden',
  })
  await sendVersionBack(parts, author, key, { revision: 3, note: 'thiếu bước' })
  expect(await getVersion(parts, author, key.id, key.no)).toMatchObject({
    version: { state: 'draft', note: '', sentBack: 'thiếu bước' },
    allowedActions: ['edit', 'remove', 'submit'],
  })
})

dbTest(
  'steps that take longer than the limit are refused with the hours to take off; shorter ones are said',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { parts, author } = around
    const { key, steps } = await aDraft(around)
    const longer = steps.map((step) => ({ ...step, minutes: step.minutes + 60 }))
    const content = { form: 'table' as const, steps: longer, dmn: null }
    await saveVersion(parts, author, key, { revision: 1, content })
    await expect(submitVersion(parts, author, key, { revision: 2 })).rejects.toMatchObject({
      code: 'casework.not_publishable',
      facts: { problems: [{ rule: 'process.over_limit' }] },
    })
    const shorter = steps.map((step) => ({ ...step, minutes: Math.min(step.minutes, 60) }))
    await saveVersion(parts, author, key, {
      revision: 2,
      content: { form: 'table', steps: shorter, dmn: null },
    })
    expect((await getVersion(parts, author, key.id, key.no)).examined.problems).toMatchObject([
      { rule: 'process.under_limit', severity: 'warning' },
    ])
    await submitVersion(parts, author, key, { revision: 3 })
  },
)

dbTest('a process on which a dossier would stand still is not published', async ({ db, clock }) => {
  const around = await aCity(db, clock)
  const { parts, author } = around
  const { key, steps } = await aDraft(around)
  const [first, second] = steps
  if (!first || !second) throw new Error('no steps')
  const bad: ProcessStep[] = [
    { ...first, place: 'competent' },
    { ...second, postKind: 'operator', work: ' ' },
  ]
  await saveVersion(parts, author, key, { revision: 1, content: { form: 'table', steps: bad, dmn: null } })
  const said = await getVersion(parts, author, key.id, key.no)
  expect(said.examined.problems.map(({ rule }) => rule)).toEqual(['table.no_work', 'process.under_limit'])
  await saveVersion(parts, author, key, {
    revision: 2,
    content: { form: 'table', steps: bad.map((step) => ({ ...step, work: 'Làm' })), dmn: null },
  })
  expect((await getVersion(parts, author, key.id, key.no)).examined.problems.map(({ rule }) => rule)).toEqual(
    ['process.under_limit', 'dossiers.step_without_act', 'dossiers.first_step', 'dossiers.last_step'],
  )
})

dbTest(
  'a version published later ends the one before on its day, and a retired one gives way to the own table',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { parts, author, second, file } = around
    const { key } = await published(around)
    const onFirst = await file()
    const no = await startVersion(parts, author, key.id, 1)
    await submitVersion(parts, author, { id: key.id, no }, { revision: 1 })
    await publishVersion(
      parts,
      second,
      { id: key.id, no },
      { revision: 2, ...decision, validFrom: '2023-11-13' },
    )
    expect((await file()).definitionId).toBe(onFirst.definitionId)
    clock.set('2023-11-13T02:00:00.000Z')
    const onSecond = await file()
    expect(onSecond.definitionId, 'the same rows published again are a version of their own').not.toBe(
      onFirst.definitionId,
    )
    const { versions } = await getDetail(parts, author, key.id)
    expect(versions.map(({ inForce, validTo, openCases }) => [inForce, validTo, openCases])).toEqual([
      [true, null, 1],
      [false, '2023-11-13', 2],
    ])
    await retireVersion(parts, second, { id: key.id, no }, { revision: 3, validTo: '2023-11-13' })
    const own = await file()
    expect([onFirst.definitionId, onSecond.definitionId]).not.toContain(own.definitionId)
  },
)

dbTest(
  'a decision after the day it holds from, or a day that has passed, is refused',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { parts, author, second } = around
    const { key } = await aDraft(around)
    await submitVersion(parts, author, key, { revision: 1 })
    const publish = (more: Partial<typeof decision>) =>
      publishVersion(parts, second, key, { revision: 2, ...decision, ...more })
    await expect(publish({ decisionDate: '2023-12-01' })).rejects.toMatchObject({
      code: 'casework.decision_date',
    })
    await expect(publish({ decisionDate: '2023-02-30' })).rejects.toMatchObject({
      code: 'casework.decision_date',
    })
    await expect(publish({ validFrom: '2023-11-08' })).rejects.toMatchObject({
      code: 'casework.valid_too_early',
    })
    await publish({ validFrom: '2023-12-01' })
    await expect(
      retireVersion(parts, second, key, { revision: 3, validTo: '2023-11-20' }),
    ).rejects.toMatchObject({ code: 'casework.valid_too_early' })
    const no = await startVersion(parts, author, key.id, 1)
    await submitVersion(parts, author, { id: key.id, no }, { revision: 1 })
    await expect(
      publishVersion(
        parts,
        second,
        { id: key.id, no },
        { revision: 2, ...decision, validFrom: '2023-11-20' },
      ),
    ).rejects.toMatchObject({ code: 'casework.valid_too_early', facts: { earliest: '2023-12-01' } })
  },
)

dbTest(
  'two people do not write over each other, and what is published is not edited',
  async ({ db, clock }) => {
    const around = await aCity(db, clock)
    const { parts, author, second } = around
    const { key, steps } = await aDraft(around)
    const content = { form: 'table' as const, steps, dmn: null }
    await saveVersion(parts, author, key, { revision: 1, content })
    await expect(saveVersion(parts, second, key, { revision: 1, content })).rejects.toMatchObject({
      code: 'casework.version_moved',
    })
    await removeDraft(parts, author, { ...key, revision: 2 })
    await expect(getVersion(parts, author, key.id, key.no)).rejects.toMatchObject({
      code: 'casework.no_version',
    })
    const again = await published(around)
    await expect(saveVersion(parts, author, again.key, { revision: 3, content })).rejects.toMatchObject({
      code: 'casework.version_action',
    })
    await expect(startProcess(parts, author, { subject: '9.999999' })).rejects.toMatchObject({
      code: 'casework.no_subject',
    })
    await expect(startProcess(parts, author, { subject: null })).rejects.toMatchObject({
      code: 'casework.process_needs_name',
    })
    await expect(getDetail(parts, author, 4_711)).rejects.toMatchObject({ code: 'casework.no_process' })
  },
)

dbTest(
  'decisions asked at filing that name unknown papers or give no number are told before publishing',
  async ({ db, clock }) => {
    const { city, parts, author } = await aCity(db, clock)
    const { componentGroups } = await city.catalogue.getProcedure(GUARDIANSHIP)
    const paper = componentGroups[0]?.components[0]?.id ?? ''
    const told = async (dmn: string) =>
      (
        await checkContent(parts, author, {
          subject: GUARDIANSHIP,
          content: { form: 'table', steps: [], dmn },
        })
      ).problems.map(({ rule }) => rule)
    expect(await told(aDecision('components', `"${paper}"`))).not.toContain('dossiers.unknown_component')
    expect(await told(aDecision('components', '"no-such-paper"'))).toContain('dossiers.unknown_component')
    expect(await told(aDecision('fee', '"2000"'))).toContain('dossiers.fee_not_a_number')
  },
)
