import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand, signInAt, startCity, temporaryFolder, type City } from './city.ts'

const { folder, remove } = temporaryFolder()
let city: City

beforeAll(async () => {
  city = await startCity(folder)
})

afterAll(async () => {
  await city?.stop()
  remove()
})

type Health = { status: string; version: string; database: string; migrations: string; worker: string }

async function health(): Promise<{ status: number; body: Health }> {
  const answer = await fetch(`${city.address}/healthz`)
  return { status: answer.status, body: (await answer.json()) as Health }
}

async function untilHealthy() {
  for (let tries = 0; tries < 400; tries++) {
    const { status } = await health().catch(() => ({ status: 0 }))
    if (status === 200) return
    await new Promise((next) => setImmediate(next))
  }
}

type Filed = { caseId: string; version: number; code: string }

async function fileOne(): Promise<Filed> {
  const call = await signInAt(city.address, 'motcua.00004')
  const { post } = await call<{ post: { unitId: number } }>('GET', '/api/session')
  return call<Filed>('POST', '/api/dossiers', {
    procedureCode: '1.004837',
    receivingUnitId: post.unitId,
    owner: { kind: 'citizen', fullName: 'Nguyễn Thị Thử', identityNumber: '999000000001' },
    form: {
      guardianName: 'Nguyễn Thị Thử',
      wardName: 'Nguyễn Văn Em',
      wardBirthDate: '2015-01-02',
      reason: 'Cha mẹ đi công tác xa',
    },
    components: [],
    files: [],
    delivery: 'counter',
    channel: 'counter',
    commandKey: crypto.randomUUID(),
  })
}

describe('an operator', () => {
  test('starts the city with one command and is told where it is and who may sign in', async () => {
    await untilHealthy()
    expect(city.output()).toContain('motcua.00004')
    expect(await health()).toMatchObject({
      status: 200,
      body: { status: 'ok', database: 'ok', migrations: 'ok', worker: 'ok' },
    })
    const metrics = await (await fetch(`${city.address}/metrics`)).text()
    expect(metrics).toContain('thanglong_http_seconds')
    const openApi = (await (await fetch(`${city.address}/api/openapi.json`)).json()) as {
      openapi: string
      paths: object
    }
    expect(openApi.openapi).toBe('3.1.0')
    expect(Object.keys(openApi.paths)).toContain('/api/dossiers')
  })

  test('is told when a second instance would use the same data folder', async () => {
    const { code, output } = await runCommand(folder, ['start'], { PORT: '0' })
    expect(code).toBe(1)
    expect(output).toContain('Đã có một máy chủ Thăng Long chạy')
  })

  test('pulls the plug and starts again: nothing that was answered is lost', async () => {
    const filed = await fileOne()
    await city.kill()
    city = await startCity(folder)
    await untilHealthy()
    const call = await signInAt(city.address, 'motcua.00004')
    expect(await call<Filed>('GET', `/api/dossiers/${filed.caseId}`)).toMatchObject({
      code: filed.code,
      version: 1,
    })
    expect((await fileOne()).code).not.toBe(filed.code)
  })

  test('imports published procedures, with a line number for what cannot be read', async () => {
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'procedures.jsonl')
    const record = {
      ma_thu_tuc: '1.999001',
      ten_thu_tuc: 'Thủ tục thử nhập',
      cap_thuc_hien: 'Cấp Xã',
      linh_vuc: 'Thử nghiệm',
      cach_thuc_thuc_hien: 'Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp3',
      trinh_tu_thuc_hien: 'Bước 1: nộp hồ sơ',
    }
    writeFileSync(file, `${JSON.stringify(record)}\n{ not json\n`)
    const { code, output } = await runCommand(folder, ['import', 'procedures', file])
    expect(code).toBe(1)
    expect(output).toMatch(/line 2/)
    const again = await runCommand(folder, ['import', 'procedures', file])
    expect(again.output).toMatch(/1 như cũ/)
    const call = await signInAt(city.address, 'kiemsoat.hanoi')
    const { total } = await call<{ total: number }>('GET', '/api/catalogue/quarantine')
    expect(total).toBeGreaterThan(0)
  })

  test('drives a simulated day and verifies that rows, chains, figures and files agree', async () => {
    const simulated = await runCommand(folder, [
      'simulate',
      '--day',
      '2023-11-10',
      '--speed',
      '0',
      '--dossiers',
      '60',
      '--seed',
      'e2e',
    ])
    expect(simulated.output).toMatch(/60/)
    expect(simulated.code).toBe(0)
    const { code, output } = await runCommand(folder, ['verify'])
    expect(output).toContain('không có sai khác')
    expect(code).toBe(0)
  })

  test('stops it with Ctrl-C, in order', async () => {
    expect(await city.stop()).toBe(0)
    expect(city.output()).toContain('stopping')
  })

  test('starts an empty city without the demo and gets one administrator with a one-time password', async () => {
    const empty = temporaryFolder()
    const bare = await startCity(empty.folder, { THANGLONG_DEMO: '0' })
    expect(bare.output()).toContain('one-time password')
    expect(bare.output()).not.toContain('motcua.00004')
    await bare.stop()
    empty.remove()
  })
})
